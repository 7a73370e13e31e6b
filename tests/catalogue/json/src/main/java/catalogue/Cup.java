package catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A bean, which every library here takes as it is. */
public class Cup {
    public enum Kind {
        MUG,
        POT
    }

    private String name = "";
    private int size;
    private Kind kind = Kind.MUG;
    private List<Double> prices = new ArrayList<>();
    private Cup next;

    public Cup() {}

    public Cup(String name, int size, Kind kind, List<Double> prices, Cup next) {
        this.name = name;
        this.size = size;
        this.kind = kind;
        this.prices = new ArrayList<>(prices);
        this.next = next;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public int getSize() {
        return size;
    }

    public void setSize(int size) {
        this.size = size;
    }

    public Kind getKind() {
        return kind;
    }

    public void setKind(Kind kind) {
        this.kind = kind;
    }

    public List<Double> getPrices() {
        return prices;
    }

    public void setPrices(List<Double> prices) {
        this.prices = prices;
    }

    public Cup getNext() {
        return next;
    }

    public void setNext(Cup next) {
        this.next = next;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cup cup && toString().equals(cup.toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, size);
    }

    @Override
    public String toString() {
        return name + " " + size + " " + kind + " " + prices + (next == null ? "" : " > " + next);
    }
}
