package catalogue;

import java.util.List;
import org.apache.ibatis.annotations.Param;

/** A mapper whose statements MyBatis finds beside it, in Shelves.xml. */
public interface Shelves {
    List<Mapped.Shelf> find(@Param("place") String place, @Param("ids") List<Integer> ids);
}
