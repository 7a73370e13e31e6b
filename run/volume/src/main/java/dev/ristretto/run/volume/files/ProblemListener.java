package dev.ristretto.run.volume.files;

/** Is told of single files that are left out. */
@FunctionalInterface
public interface ProblemListener {
    /**
     * Called for each.
     *
     * @param line path and reason, as they come: they may hold anything
     */
    void tell(String line);
}
