@file:JvmName("Main")

package catalogue

import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO as ClientEngine
import io.ktor.client.request.get
import io.ktor.client.statement.bodyAsText
import io.ktor.http.HttpStatusCode
import io.ktor.serialization.kotlinx.json.json
import io.ktor.server.application.install
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import io.ktor.server.plugins.contentnegotiation.ContentNegotiation
import io.ktor.server.plugins.statuspages.StatusPages
import io.ktor.server.request.receive
import io.ktor.server.response.respond
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.routing
import kotlin.reflect.full.memberProperties
import kotlin.reflect.full.primaryConstructor
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.encodeToString
import kotlinx.serialization.json.Json

@Serializable
data class Cup(val name: String, val size: Int = 3, val content: Content? = null)

@Serializable
sealed interface Content

@Serializable
@SerialName("tea")
data class Tea(val colours: List<String>) : Content

@Serializable
@SerialName("water")
data object Water : Content

/** Ktor: routes, JSON by serializers that the compiler makes, and a client that calls the server itself; coroutines beneath all. */
fun main() {
    val port = System.getenv("PORT")?.toInt() ?: 8080
    val client = HttpClient(ClientEngine)
    embeddedServer(CIO, port = port, host = "0.0.0.0") {
        install(ContentNegotiation) { json() }
        install(StatusPages) {
            exception<NoSuchElementException> { call, e -> call.respondText("no ${e.message}", status = HttpStatusCode.NotFound) }
        }
        routing {
            get("/cups/{name}") {
                val name = call.parameters["name"]!!
                if (name == "none") throw NoSuchElementException(name)
                call.respond(Cup(name, content = Tea(listOf("green"))))
            }
            post("/cups") {
                val cup = call.receive<Cup>()
                call.respond(HttpStatusCode.Created, cup.copy(size = cup.size + 1))
            }
            get("/proxy") { call.respondText("got " + client.get("http://127.0.0.1:$port/cups/proxy").bodyAsText()) }
            get("/coroutines") { call.respondText(coroutines()) }
            get("/serialization") { call.respondText(serialization()) }
            get("/reflection") { call.respondText(reflection()) }
        }
    }.start(wait = true)
}

private suspend fun coroutines(): String = coroutineScope {
    val squares = (1..100).map { async(Dispatchers.Default) { delay(it % 3L); it * it } }.awaitAll().sum()
    val channel = Channel<Int>()
    launch { for (i in 1..3) channel.send(i); channel.close() }
    val received = buildList { for (i in channel) add(i) }
    val mutex = Mutex()
    var count = 0
    coroutineScope { repeat(50) { launch(Dispatchers.IO) { mutex.withLock { count++ } } } }
    val flowed = flow { for (i in 1..3) { delay(1); emit(i) } }.map { "f$it" }.toList()
    val late = withTimeoutOrNull(20) { delay(60_000) }
    val failed = runCatching { coroutineScope { launch { error("as meant") } } }.exceptionOrNull()?.message
    val elsewhere = withContext(Dispatchers.IO) { Thread.currentThread().isDaemon }
    "$squares $received $count $flowed $late $failed $elsewhere"
}

private fun serialization(): String {
    val json = Json { prettyPrint = false; encodeDefaults = true }
    val text = json.encodeToString(listOf(Cup("mug", content = Water), Cup("tea", 1, Tea(listOf("red")))))
    return text + " " + json.decodeFromString<List<Cup>>(text)
}

private fun reflection(): String {
    val constructor = Cup::class.primaryConstructor!!
    val cup = constructor.callBy(mapOf(constructor.parameters[0] to "made"))
    val properties = Cup::class.memberProperties.map { it.name to it.get(cup) }.sortedBy { it.first }
    val contents = Content::class.sealedSubclasses.mapNotNull { it.simpleName }.sorted()
    return "$cup $properties $contents"
}
