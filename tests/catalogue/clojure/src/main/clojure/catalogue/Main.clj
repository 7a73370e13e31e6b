(ns catalogue.Main
  "What Clojure has beside Java: its collections, protocols, multimethods, references and macros, compiled ahead of time."
  (:require [clojure.edn :as edn]
            [clojure.java.io :as io]
            [clojure.set :as set]
            [clojure.string :as string]
            [clojure.walk :as walk])
  (:import (java.time LocalDate)
           (java.util ArrayList))
  (:gen-class))

(defprotocol Shape
  (area [this]))

(defrecord Circle [radius]
  Shape
  (area [_] (* 3 radius radius)))

(deftype Square [side]
  Shape
  (area [_] (* side side)))

(extend-protocol Shape
  Long
  (area [this] this))

(defmulti greet :kind)
(defmethod greet :cat [{:keys [name]}] (str "meow " name))
(defmethod greet :default [_] "nobody")

(defmacro unless [condition & body]
  `(if ~condition nil (do ~@body)))

(defn collections []
  (let [words ["mug" "tea" "pot" "saucer" "cup"]]
    (println (into (sorted-map) (group-by count words)))
    (println (->> (range 1 11) (filter even?) (map #(* % %)) (reduce +)))
    (println (transduce (comp (map inc) (take-while #(< % 6)) (partition-all 2)) conj [] (range)))
    (println (into (sorted-set) (set/union #{3 1} #{2})) (take 5 (iterate #(* 2 %) 1)) (frequencies "aab"))
    (println (-> {:a {:b 1}} (update-in [:a :b] inc) (assoc-in [:a :c] [1 2]) (get-in [:a])))
    (println (reduce *' (range 1 31)) (/ 6 4) (+ 0.5 1/2) (for [x [1 2] y [:a :b]] [x y]))
    (println (walk/postwalk #(if (number? %) (inc %) %) [1 [2 {:a 3}]]))))

(defn texts []
  (println (string/join "," (map string/capitalize ["a" "b"])) (re-seq #"\d+" "a1b22"))
  (println (edn/read-string (slurp (io/resource "cups.edn"))))
  (println (format "%05d %s" 42 (pr-str {:a "b" :c \d}))))

(defn references []
  (let [counter (atom 0)
        account (ref 100)
        other (ref 0)
        worker (agent [])
        promised (promise)]
    (run! deref (doall (for [_ (range 20)] (future (swap! counter inc)))))
    (dosync (alter account - 30) (alter other + 30))
    (doseq [i (range 3)] (send worker conj i))
    (await worker)
    (future (deliver promised :kept))
    (println @counter @account @other @worker (deref promised 60000 :late) @(delay :delayed))
    (println (apply + (pmap #(* % %) (range 50))))))

(defn interop []
  (let [list (doto (ArrayList.) (.add "a") (.add "b"))]
    (println (.size list) (str (.plusDays (LocalDate/of 2026 1 2) 1)) (Math/max 1 2))
    ;; By reflection: nothing tells the compiler what these are.
    (println (map #(.length %) ["one" "three"]) (.toUpperCase (first list)))
    (println (.call ^Callable (reify Callable (call [_] "called"))))
    (println (.compare (comparator <) 1 2) (:year (bean (LocalDate/of 2026 1 2))))))

(defn -main [& _]
  (println (map area [(->Circle 2) (Square. 1.5) 7]) (assoc (->Circle 1) :name "c"))
  (println (greet {:kind :cat :name "Tom"}) (greet {}) (unless false :done))
  (collections)
  (texts)
  (references)
  (interop)
  (try
    (throw (ex-info "as meant" {:code 7}))
    (catch clojure.lang.ExceptionInfo e
      (println (ex-message e) (ex-data e))))
  (shutdown-agents))
