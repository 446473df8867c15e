# 'How long must the block be?'
set encoding utf8
set minussign
set terminal svg enhanced size 720,480 font 'Helvetica,13.05' background rgb 'white'
set output 'rate-against-block-size-gnuplot.svg'
set datafile separator comma
set datafile commentschars '#'
set datafile columnheaders

set border 31 lw 1.1 lc rgb '#1a1a1a'
set grid xtics ytics lt 1 lw 0.8 lc rgb '#e4e4e4'
set xtics in mirror
set ytics in mirror
set key noautotitle reverse Left samplen 2.5
set errorbars 0.6
set logscale x 10
set xrange [1000000.0:1000000000000000.0]
set format x '10^{%T}'
set xtics 1e1
set mxtics 10
set logscale y 10
set yrange [1e-11:0.1]
set format y '10^{%T}'
set ytics 1e1
set mytics 10
set ylabel 'Secret-key rate (bits per pulse)'
set xlabel 'Pulses sent'
unset label 1000
set key at graph 0.9893, graph 0.01687 right bottom vertical maxcols 1
plot \
  'rate-against-block-size.csv' every ::0::72 using (column('swept_pulses')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#0072b2' lw 1.8 dt solid title '10 dB', \
  'rate-against-block-size.csv' every ::73::145 using (column('swept_pulses')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#d55e00' lw 1.8 dt solid title '20 dB', \
  'rate-against-block-size.csv' every ::146::218 using (column('swept_pulses')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#009e73' lw 1.8 dt solid title '30 dB', \
  'rate-against-block-size.csv' every ::219::291 using (column('swept_pulses')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#cc79a7' lw 1.8 dt solid title '40 dB', \
  'rate-against-block-size.csv' every ::292::364 using (column('swept_pulses')):(column('rate_per_pulse') > 0 ? column('rate_per_pulse') : NaN) with lines lc rgb '#e69f00' lw 1.8 dt solid title '50 dB'

unset output
