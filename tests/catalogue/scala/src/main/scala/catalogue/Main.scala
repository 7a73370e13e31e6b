package catalogue

import java.util.concurrent.Executors
import scala.annotation.tailrec
import scala.collection.immutable.{SortedMap, TreeSet}
import scala.collection.mutable
import scala.concurrent.duration.DurationInt
import scala.concurrent.{Await, ExecutionContext, Future, Promise}
import scala.deriving.Mirror
import scala.compiletime.{constValueTuple, erasedValue, summonInline}
import scala.reflect.Selectable.reflectiveSelectable
import scala.util.chaining.scalaUtilChainingOps
import scala.util.matching.Regex
import scala.util.{Failure, Success, Try, Using}

enum Shape:
  case Circle(radius: Double)
  case Square(side: Double)
  case Nothing

  def area: Double = this match
    case Circle(radius) => 3 * radius * radius
    case Square(side) => side * side
    case Nothing => 0

case class Cup(name: String, size: Int, colours: List[String] = Nil) derives Show

/** A type class whose instances for case classes the compiler derives. */
trait Show[A]:
  def show(a: A): String

object Show:
  given Show[String] = text => s"'$text'"
  given Show[Int] = _.toString
  given [A](using each: Show[A]): Show[List[A]] = _.map(each.show).mkString("(", " ", ")")

  inline def all[T <: Tuple]: List[Show[?]] = inline erasedValue[T] match
    case _: EmptyTuple => Nil
    case _: (head *: tail) => summonInline[Show[head]] :: all[tail]

  inline def derived[A](using mirror: Mirror.ProductOf[A]): Show[A] =
    val shows = all[mirror.MirroredElemTypes]
    val names = constValueTuple[mirror.MirroredElemLabels].productIterator.toList
    a =>
      a.asInstanceOf[Product].productIterator.toList.zip(shows).zip(names)
        .map { case ((value, show), name) => s"$name: ${show.asInstanceOf[Show[Any]].show(value)}" }
        .mkString("{", ", ", "}")

object Lazy:
  lazy val value: Int =
    println("made once")
    7

/** What the library of Scala is used for: its lazy values and structural types reach fields and methods by name at run time. */
object Main:
  def main(arguments: Array[String]): Unit =
    shapes()
    collections()
    texts()
    futures()
    println(s"${Lazy.value} ${Lazy.value}")
    structural(new Named("Ada"))

  private def shapes(): Unit =
    val shapes = List(Shape.Circle(2), Shape.Square(1.5), Shape.Nothing)
    println(shapes.map(_.area).sum)
    println(s"${shapes.sortBy(-_.area)} ${shapes.map(_.ordinal)}")
    val cup = Cup("mug", 3, List("blue"))
    println(s"${cup.copy(size = 4)} ${cup == Cup("mug", 3, List("blue"))} ${summon[Show[Cup]].show(cup)} ${cup.productElementNames.toList}")

  private def collections(): Unit =
    val words = Vector("mug", "tea", "pot", "saucer", "cup")
    println(words.groupBy(_.length).to(SortedMap).view.mapValues(_.sorted).toMap)
    println((for a <- 1 to 3; b <- a to 3 if a + b > 3 yield a * b).foldLeft(BigInt(1))(_ * _))
    println(s"${LazyList.iterate(1)(_ * 2).takeWhile(_ < 100).toList} ${TreeSet(3, 1, 2)} ${words.zipWithIndex.maxBy(_._2)}")
    val counts = mutable.LinkedHashMap.empty[Char, Int].withDefaultValue(0)
    words.mkString.foreach(c => counts(c) += 1)
    println(counts.filter(_._2 > 1))
    println((Array.tabulate(3, 2)(_ + _).map(_.toList).toList, (1, "a") ++ (2.5, true), List(1, 2, 3, 4).sliding(2).toList, 1 to 10 by 3))
    @tailrec def factorial(n: Int, product: BigInt = 1): BigInt = if n < 2 then product else factorial(n - 1, product * n)
    println(factorial(30))

  private def texts(): Unit =
    val pair: Regex = raw"(\w+)=(\d+)".r
    println("a=1, b=22".pipe(pair.findAllMatchIn).map(m => m.group(1) -> m.group(2).toInt).toMap)
    "cup=7" match
      case pair(name, number) => println(f"$name%5s ${number.toInt}%03d ${1.5}%.2f")
      case _ => println("none")
    println(Try("x".toInt).recover { case e: NumberFormatException => -1 } -> Either.cond(1 > 2, "right", "left"))
    println(Using(new java.io.StringReader("read"))(_.read().toChar))

  private def futures(): Unit =
    val pool = Executors.newFixedThreadPool(2)
    given ExecutionContext = ExecutionContext.fromExecutorService(pool)
    val sum = Future.traverse((1 to 50).toList)(n => Future(n * n)).map(_.sum)
    val promise = Promise[String]()
    val later = for a <- sum; b <- promise.future yield s"$a $b"
    Future(promise.success("kept"))
    println(Await.result(later, 60.seconds))
    Await.ready(Future(sys.error("as meant")), 60.seconds).value match
      case Some(Failure(e)) => println(e.getMessage)
      case other => println(other)
    println(Await.result(Future(1)(using ExecutionContext.global).transform { case Success(n) => Success(n + 1); case e => e }, 60.seconds))
    pool.shutdown()

  class Named(val name: String):
    def greet(word: String): String = s"$word $name"

  /** By reflection, as the type says what there is but not who has it. */
  private def structural(named: { def name: String; def greet(word: String): String }): Unit =
    println(s"${named.name} ${named.greet("hello")}")
