# 'Pairs, decoys and single photons with one set of devices'
set encoding utf8
set minussign
set terminal svg enhanced size 760,594 font 'Helvetica,13.05' background rgb 'white'
set output 'photon-sources-gnuplot.svg'
set datafile separator comma
set datafile commentschars '#'
set datafile columnheaders

set border 31 lw 1.1 lc rgb '#1a1a1a'
set grid xtics ytics lt 1 lw 0.8 lc rgb '#e4e4e4'
set xtics in mirror
set ytics in mirror
set key noautotitle reverse Left samplen 2.5
set errorbars 0.6
unset logscale x
set xrange [0.0:300.0]
set format x '%g'
set xtics 50
set mxtics 5
set xtics nomirror
set link x2 via (0.2)*x+(0.0) inverse (x-(0.0))/(0.2)
set logscale y 10
set yrange [1e-10:1.0]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Secret-key rate (bits per pulse)'
set xlabel 'Fibre length (km)'
set x2tics 10
set mx2tics 5
set x2label 'Channel loss (dB)'
unset label 1000
set key outside bottom center horizontal
plot \
  'photon-sources.csv' every ::0::60 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'Entangled pairs, source in the middle: Entangled pairs (BBM92), key from one basis, finite key (planning)', \
  'photon-sources.csv' every ::61::121 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'Decoy BB84, two decoys, finite key (planning)', \
  'photon-sources.csv' every ::122::182 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title 'BB84 with single photons: BB84 with a single-photon source, finite key (planning)', \
  'photon-sources.csv' every ::183::243 using (column('distance_km')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title 'BB84 without decoys: BB84 with weak coherent pulses, no decoys, finite key (planning)', \
  'photon-sources.csv' every ::0::60 using (column('distance_km')):(column('plob') > 0 ? column('plob') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt solid title 'PLOB: no repeater', \
  'photon-sources.csv' every ::0::60 using (column('distance_km')):(column('single_repeater') > 0 ? column('single_repeater') : NaN) with lines lc rgb '#6e6e6e' lw 2.85 dt (10,5.6) title 'one ideal repeater in the middle'

unset output
