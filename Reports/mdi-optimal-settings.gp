# 'Best settings of MDI-QKD with four intensities'
set encoding utf8
set minussign
set terminal svg enhanced size 720,640 font 'Helvetica,13.05' background rgb 'white'
set output 'mdi-optimal-settings-gnuplot.svg'
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
set xrange [0.0:130.0]
set format x '%g'
set xtics 20
set mxtics 4
set xtics nomirror
set link x2 via (0.2)*x+(0.0) inverse (x-(0.0))/(0.2)
set multiplot layout 2,1
set lmargin at screen 0.101
set rmargin at screen 0.9675
unset logscale y
set yrange [0.0:0.54]
set format y '%g'
set ytics 0.1
set mytics 5
set ylabel 'Intensity (photons per pulse)'
unset xlabel
set format x ''
set x2tics 5
set mx2tics 5
set x2label 'Channel loss (dB)'
set label 1000 '(a)' at graph 0.01278, graph 0.9351
set key at graph 0.01046, graph 0.8568 left top vertical maxcols 1
plot \
  'mdi-optimal-settings.csv' using (column('distance_km')):(stringcolumn('intensity_z') eq '' ? NaN : column('intensity_z')) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'signal z', \
  'mdi-optimal-settings.csv' using (column('distance_km')):(stringcolumn('intensity_y') eq '' ? NaN : column('intensity_y')) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'strong decoy y', \
  'mdi-optimal-settings.csv' using (column('distance_km')):(stringcolumn('intensity_x') eq '' ? NaN : column('intensity_x')) with lines lc rgb '#009e73' lw 1.8 dt solid title 'weak decoy x'

unset logscale y
set yrange [0.0:1.0]
set format y '%g'
set ytics 0.2
set mytics 4
set ylabel 'Probability'
set xlabel 'Fibre length (km)'
unset logscale x
set xrange [0.0:130.0]
set format x '%g'
set xtics 20
set mxtics 4
unset x2tics
unset x2label
set label 1000 '(b)' at graph 0.01278, graph 0.9351
set key at graph 0.9895, graph 0.9734 right top vertical maxcols 1
plot \
  'mdi-optimal-settings.csv' using (column('distance_km')):(stringcolumn('probability_z') eq '' ? NaN : column('probability_z')) with lines lc rgb '#0072b2' lw 1.8 dt solid title 'signal p_{z}', \
  'mdi-optimal-settings.csv' using (column('distance_km')):(stringcolumn('probability_y') eq '' ? NaN : column('probability_y')) with lines lc rgb '#d55e00' lw 1.8 dt solid title 'strong decoy p_{y}', \
  'mdi-optimal-settings.csv' using (column('distance_km')):(stringcolumn('probability_x') eq '' ? NaN : column('probability_x')) with lines lc rgb '#009e73' lw 1.8 dt solid title 'weak decoy p_{x}'

unset multiplot
unset output
