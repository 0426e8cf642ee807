using System.Runtime.Intrinsics;
using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Layers;
using Impasto.Engines.Simd.Layout;
using Impasto.Engines.Simd.Moments;
using Impasto.Engines.Simd.Planes;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Bench.Engines;

/// <summary>
/// Each layer by itself: milliseconds forward and backward and the rate counted as direct convolution.
/// </summary>
internal static unsafe class LayerBenchmark
{
    private const int Rounds = 9;

    public static void Run(string[] args)
    {
        BenchArguments arguments = BenchArguments.Parse(args);
        if (Vector512.IsHardwareAccelerated)
            Run<Lanes16>(arguments);
        else if (Vector256.IsHardwareAccelerated)
            Run<Lanes8>(arguments);
        else
            Run<Lanes4>(arguments);
    }

    private static void Run<TLanes>(BenchArguments arguments)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        using var team = new WorkerTeam(arguments.Threads);
        NativeBuffer[] scratch = [.. Enumerable.Range(0, arguments.Threads).Select(_ => new NativeBuffer())];
        double total = 0;
        IReadOnlyList<Convolution> all = arguments.Network.Convolutions;
        for (int i = 0; i < all.Count; i++)
        {
            Convolution convolution = all[i];
            int stride = arguments.Network.Layers[i].Stride, height = arguments.Height / stride,
                width = arguments.Width / stride;
            bool pools = i + 1 < all.Count && arguments.Network.Layers[i + 1].Stride != stride;
            bool tapped = BenchArguments.Style.Contains(convolution.Layer);
            using FrozenLayer<TLanes> layer = i == 0 ? new InputLayer<TLanes>(convolution)
                : LayerAlgorithm.Choose<TLanes>(convolution);
            int inputs = layer.InputBlocks * TLanes.Count, outputs = layer.OutputBlocks * TLanes.Count;
            using NativeBuffer source = Filled((long)height * width * inputs),
                features = Filled((long)height * width * outputs);
            using NativeBuffer pooled = Filled((long)height * width * outputs / 4),
                bits = Filled((long)height * width * outputs / 16);
            using NativeBuffer gradient = Filled((long)height * width * inputs);
            var output = new LayerOutput(
                layer.Bias, layer.OutputBlocks, pools ? null : features.Floats, height, width, pools ? pooled.Floats
                    : null,
                PoolingMode.Max, pools ? null : bits.Bytes, pools ? bits.Bytes : null);
            var from = new GradientSource(pools ? pooled.Floats
                : features.Floats, bits.Bytes, height, width, outputs, pools, 1);
            var to = new GradientTarget(gradient.Floats, height, width, inputs, adds: false, PaddingMode.Zero, null);
            Samples forward = new(), backward = new(), moments = new(), tap = new();
            using MomentPass<TLanes> momentPass = new();
            using TapPass<TLanes> tapPass = new();
            var plane = new Plane(features.Floats, height, width, outputs);
            int channels = convolution.Outputs;
            var whole = new LayerRegion(null, plane.Positions);
            var result =
                new LayerMoments(channels, plane.Positions, new double[channels], new double[channels * channels]);
            var zero = new LayerGradient([whole], [MomentGradient.Zero(channels)], null);
            for (int round = -1; round < Rounds; round++)
            {
                Time(forward, () =>
                {
                    if (layer is InputLayer<TLanes> first)
                        first.Forward(team, scratch, new PaddedPlanes(source.Floats, height, width), output);
                    else
                        ((InnerLayer<TLanes>)layer).Forward(
                            team, scratch, new Plane(source.Floats, height, width, inputs), PaddingMode.Zero, output);
                });
                Time(backward, () =>
                {
                    if (layer is InputLayer<TLanes> first)
                        first.Backward(team, scratch, from, new PaddedPlanes(gradient.Floats, height, width));
                    else
                        ((InnerLayer<TLanes>)layer).Backward(team, scratch, from, to);
                });
                if (!tapped)
                    continue;
                Time(moments, () => momentPass.Run(team, scratch, plane, whole, 0, result));
                Time(tap, () => tapPass.Run(team, scratch, plane, channels, zero, features.Floats, false));

                void Time(Samples samples, Action action)
                {
                    if (round < 0)
                        action();
                    else
                        samples.Time(action);
                }
            }

            // Of one thread processor time repeats best; of several it counts those that wait, too.
            double Best(Samples samples) => arguments.Threads == 1 ? samples.ProcessorBest : samples.Best;
            double work = 18.0 * convolution.Inputs * convolution.Outputs * height * width / 1e6;
            double gram = 2.0 * convolution.Outputs * convolution.Outputs * height * width / 1e6;
            Console.WriteLine(
                $"{convolution.Layer} {convolution.Inputs,3} to {convolution.Outputs,3}, {height,4} x {width,4}: "
                + $"forward {Best(forward),6:F2} ms {work / Best(forward),5:F0} GFLOP/s, backward "
                + $"{Best(backward),6:F2} ms {work / Best(backward),5:F0} GFLOP/s"
                + (tapped
                    ? $", moments {Best(moments),5:F2} ms {gram / Best(moments),5:F0}, tap {Best(tap),5:F2} ms "
                        + $"{gram / Best(tap),5:F0}" : ""));
            total += Best(forward) + Best(backward) + (tapped ? Best(moments) + Best(tap) : 0);
        }

        Console.WriteLine($"sum of bests {total:F1} ms");
        foreach (NativeBuffer buffer in scratch)
            buffer.Dispose();
    }

    private static NativeBuffer Filled(long floats)
    {
        var buffer = new NativeBuffer(floats * sizeof(float));
        var random = new Random(3);
        for (long i = 0; i < floats; i++)
            buffer.Floats[i] = random.NextSingle();
        return buffer;
    }
}
