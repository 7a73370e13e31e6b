package catalogue;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.beanutils.BeanUtils;
import org.apache.commons.beanutils.ConvertUtils;
import org.apache.commons.beanutils.PropertyUtils;
import org.modelmapper.ModelMapper;

/** Beans that are made of others: by what was compiled, and by reflection. */
final class Mapped {
    private static Shop.Order order() {
        return new Shop.Order(7, new Shop.Customer("Ada", null), List.of(new Shop.Line("mug", 2), new Shop.Line("tea", 1)), LocalDate.of(2026, 1, 2));
    }

    static void lombok() {
        var cup = Shop.Cup.builder().name("mug").colour("blue").colour("red").note("a").build();
        System.out.println(cup + " " + cup.equals(cup.toBuilder().note("b").build()) + " " + cup.withSize(7).getSize());
        System.out.println(order());
        try {
            Shop.Cup.builder().build();
        } catch (NullPointerException e) {
            System.out.println(e.getMessage());
        }
    }

    static void mapStruct() {
        var summary = Orders.MAPPER.summary(order());
        System.out.println(summary);
        System.out.println(Orders.MAPPER.order(summary));
    }

    static void beanUtils() throws Exception {
        var order = new Shop.Order();
        BeanUtils.populate(order, Map.of("id", "12", "customer.name", "Kurt"));
        System.out.println(order + " " + PropertyUtils.getProperty(order, "customer.name") + " " + BeanUtils.getProperty(order(), "lines[1].item"));
        System.out.println(new TreeMap<>(BeanUtils.describe(new Shop.Line("pot", 3))).get("count") + " " + ConvertUtils.convert("7", Long.class));
        var copy = new Shop.Order();
        PropertyUtils.copyProperties(copy, order());
        System.out.println(copy.equals(order()));
    }

    static void modelMapper() {
        var mapper = new ModelMapper();
        System.out.println(mapper.map(new Shop.Line("pot", 3), Shop.Line.class));
        mapper.typeMap(Shop.Order.class, Shop.Summary.class)
                .setPostConverter(context -> {
                    context.getDestination().setNumber("#" + context.getSource().getId());
                    return context.getDestination();
                });
        var order = order();
        order.getCustomer().setCity("Wien");
        var summary = mapper.map(order, Shop.Summary.class);
        System.out.println(summary.getNumber() + " " + summary.getCustomerName() + " " + summary.getCustomerCity() + " " + summary.getDay());
    }
}
