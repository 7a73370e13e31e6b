/** How TCP's headers look (RFC 9293, RFC 7323, RFC 2018). */
@org.jspecify.annotations.NullMarked
package dev.ristretto.kernel.network.tcp.format;
