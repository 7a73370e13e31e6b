/** What runs inside the ahead-of-time compiler: the report about the program that it builds. */
package dev.ristretto.build.builder;
