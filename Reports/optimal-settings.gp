# 'Best settings of BB84 with two decoys'
set encoding utf8
set minussign
set terminal svg enhanced size 720,640 font 'Helvetica,13.05' background rgb 'white'
set output 'optimal-settings-gnuplot.svg'
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
set xrange [0.0:150.0]
set format x '%g'
set xtics 20
set mxtics 4
set xtics nomirror
set link x2 via (0.2)*x+(0.0) inverse (x-(0.0))/(0.2)
set multiplot layout 2,1
set lmargin at screen 0.101
set rmargin at screen 0.9675
unset logscale y
set yrange [0.0:0.58]
set format y '%g'
set ytics 0.1
set mytics 5
set ylabel 'Intensity (photons per pulse)'
unset xlabel
set format x ''
set x2tics 5
set mx2tics 5
set x2label 'Channel loss (dB)'
set label 1000 '(a)' at graph 0.9511, graph 0.9351
set key at graph 0.01046, graph 0.8455 left top vertical maxcols 1
plot \
  'optimal-settings.csv' using (column('distance_km')):(stringcolumn('intensity_1') eq '' ? NaN : column('intensity_1')) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'signal intensity μ_{1}', \
  'optimal-settings.csv' using (column('distance_km')):(stringcolumn('intensity_2') eq '' ? NaN : column('intensity_2')) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'decoy intensity μ_{2}'

unset logscale y
set yrange [0.0:1.0]
set format y '%g'
set ytics 0.2
set mytics 4
set ylabel 'Probability'
set xlabel 'Fibre length (km)'
unset logscale x
set xrange [0.0:150.0]
set format x '%g'
set xtics 20
set mxtics 4
unset x2tics
unset x2label
set label 1000 '(b)' at graph 0.9505, graph 0.9351
set key at graph 0.01046, graph 0.9208 left top vertical maxcols 1
plot \
  'optimal-settings.csv' using (column('distance_km')):(stringcolumn('probability_1') eq '' ? NaN : column('probability_1')) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'p_{1}, signal', \
  'optimal-settings.csv' using (column('distance_km')):(stringcolumn('probability_2') eq '' ? NaN : column('probability_2')) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'p_{2}, decoy', \
  'optimal-settings.csv' using (column('distance_km')):(stringcolumn('probability_3') eq '' ? NaN : column('probability_3')) with lines lc rgb '#009e73' lw 1.8 dt solid title 'p_{3}, weakest', \
  'optimal-settings.csv' using (column('distance_km')):(stringcolumn('key_basis_probability') eq '' ? NaN : column('key_basis_probability')) with lines lc rgb '#cc79a7' lw 1.8 dt solid title 'p_{X}, key basis'

unset multiplot
unset output
