package org.gradle.api.plugins;

import org.jspecify.annotations.Nullable;

/** What plugins add to the language of build files. */
public interface ExtensionContainer {
    <T> T create(String name, Class<T> type, Object... arguments);

    @Nullable
    Object findByName(String name);
}
