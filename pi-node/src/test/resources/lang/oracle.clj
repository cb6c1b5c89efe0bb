;; Real Clojure as the judge of Jellybean's language, made comparable in two respects:
;; sequences are lists (Jellybean's always are, and complete), and numbers are never unboxed by inlining
;; (a function called with a literal must answer as it does with an argument).
;; Forms are read and evaluated one at a time by the test, so that the names below stay visible.
(ns jelly)

(defn words [^String s]
  (->> (.split s "[^\\p{L}\\p{Nd}]+") (remove empty?) vec))

(defn split [^String s ^String separators]
  (when-not (and (string? s) (string? separators))
    (throw (IllegalArgumentException. "expected strings")))
  (let [separators (set separators)]
    (->> (partition-by #(contains? separators %) s)
         (remove #(contains? separators (first %)))
         (mapv #(apply str %)))))

(ns jellybean.oracle
  (:refer-clojure :exclude
   [map mapcat map-indexed filter remove keep keep-indexed take drop take-while drop-while
    take-last drop-last take-nth butlast concat interleave interpose partition partition-all
    partition-by range repeat distinct dedupe flatten reductions replace reverse sequence
    split-at split-with cons list* rest next nthrest nthnext tree-seq keys vals zipmap sort sort-by
    + - * / +' -' *' inc dec inc' dec' quot rem mod abs max min = == not= < <= > >= zero? pos? neg?
    compare nth count get bit-and bit-or bit-xor bit-and-not bit-not bit-shift-left bit-shift-right
    unsigned-bit-shift-right bit-test bit-set bit-clear bit-flip long int double num char NaN?
    unchecked-add unchecked-subtract unchecked-multiply unchecked-inc unchecked-dec unchecked-negate
    infinite? even? odd? cycle for partitionv partitionv-all splitv-at rseq subseq rsubseq])
  (:require [clojure.core :as c] [clojure.set :as set] [clojure.string :as str]
            [clojure.walk :as walk] jelly))

(declare force-all)

;; Longer sequences than any program here has fuel for.
(def most 200000)

(defn complete-list [x]
  (let [elements (vec (c/take (c/inc most) x))]
    (when (c/> (c/count elements) most)
      (throw (ex-info "an endless sequence" {})))
    (apply list (c/map force-all elements))))

(defn force-all [x]
  (cond
    (seq? x) (complete-list x)
    (and (vector? x) (some seq? x)) (mapv force-all x)
    :else x))

(defmacro complete [& names]
  `(do ~@(c/for [n names]
           (let [real (symbol "clojure.core" (name n))]
             `(def ~n (fn [& args#] (force-all (apply ~real args#))))))))

(defmacro for [& parts]
  `(force-all (c/for ~@parts)))

(complete map mapcat map-indexed filter remove keep keep-indexed take drop take-while drop-while
          take-last drop-last take-nth butlast concat interleave interpose partition partition-all
          partition-by range repeat distinct dedupe flatten reductions replace reverse sequence
          split-at split-with partitionv partitionv-all splitv-at cons list* rest next nthrest nthnext tree-seq keys vals zipmap sort
          sort-by rseq)

(complete + - * / +' -' *' inc dec inc' dec' quot rem mod abs max min = == not= < <= > >= zero?
          pos? neg? compare nth count get bit-and bit-or bit-xor bit-and-not bit-not bit-shift-left
          bit-shift-right unsigned-bit-shift-right bit-test bit-set bit-clear bit-flip long int
          double num char NaN? infinite? even? odd?
          unchecked-add unchecked-subtract unchecked-multiply unchecked-inc
          unchecked-dec unchecked-negate)
;; These look at which function the test is, and know only those of clojure.core.
(def tests {< c/<, <= c/<=, > c/>, >= c/>=})

(defn subseq
  ([sorted test key] (force-all (c/subseq sorted (tests test test) key)))
  ([sorted test key end-test end]
   (force-all (c/subseq sorted (tests test test) key (tests end-test end-test) end))))

(defn rsubseq
  ([sorted test key] (force-all (c/rsubseq sorted (tests test test) key)))
  ([sorted test key end-test end]
   (force-all (c/rsubseq sorted (tests test test) key (tests end-test end-test) end))))
