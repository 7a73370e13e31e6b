package catalogue;

import org.mapstruct.AfterMapping;
import org.mapstruct.InheritInverseConfiguration;
import org.mapstruct.Mapper;
import org.mapstruct.Mapping;
import org.mapstruct.MappingTarget;
import org.mapstruct.factory.Mappers;

/** A mapper that MapStruct implements, and finds by its name. */
@Mapper
public interface Orders {
    Orders MAPPER = Mappers.getMapper(Orders.class);

    @Mapping(target = "number", source = "id", numberFormat = "'no' 000")
    @Mapping(target = "customerName", source = "customer.name")
    @Mapping(target = "customerCity", source = "customer.city", defaultValue = "nowhere")
    @Mapping(target = "items", source = "lines")
    @Mapping(target = "day", dateFormat = "dd.MM.yyyy")
    @Mapping(target = "total", ignore = true)
    Shop.Summary summary(Shop.Order order);

    @InheritInverseConfiguration
    @Mapping(target = "lines", ignore = true)
    Shop.Order order(Shop.Summary summary);

    default String item(Shop.Line line) {
        return line.getCount() + " " + line.getItem();
    }

    @AfterMapping
    default void total(Shop.Order order, @MappingTarget Shop.Summary summary) {
        summary.setTotal(order.getLines().stream().mapToInt(Shop.Line::getCount).sum());
    }
}
