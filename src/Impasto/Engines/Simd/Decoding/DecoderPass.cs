using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Decoding;

/// <summary>Runs one convolution and its ReLU; threads share the rows of its output.</summary>
internal sealed unsafe class DecoderPass<TLanes> : ParallelWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int MostLines = 5;

    private DecoderWeights<TLanes>? _weights;
    private DecoderPlane _source;
    private DecoderPlane _fine;
    private DecoderPlane _target;

    /// <summary>Runs the convolution, and repeats the edges of its output.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="source">The input, with its border.</param>
    /// <param name="fine">The input that is not doubled; ignored where the weights take none.</param>
    /// <param name="target">The output.</param>
    public void Run(
        WorkerTeam team, DecoderWeights<TLanes> weights, DecoderPlane source, DecoderPlane fine, DecoderPlane target)
    {
        (_weights, _source, _fine, _target) = (weights, source, fine, target);
        team.Run(this, target.Height);
        target.RepeatRow(0, -1);
        target.RepeatRow(target.Height - 1, target.Height);
    }

    public override void Run(int item, int worker) => Row(_weights!, _source, _fine, _target, (item, item));

    /// <summary>Computes a row of an output.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="source">The input.</param>
    /// <param name="fine">The input that is not doubled.</param>
    /// <param name="target">The output.</param>
    /// <param name="row">The row as the input counts it, and where it goes in the output.</param>
    [SkipLocalsInit]
    public static void Row(
        DecoderWeights<TLanes> weights,
        DecoderPlane source,
        DecoderPlane fine,
        DecoderPlane target,
        (int Seen, int Written) row)
    {
        DecoderLine* lines = stackalloc DecoderLine[MostLines];
        int y = row.Seen, step = weights.Doubles ? 2 : 1;
        for (int parity = 0; parity < step; parity++)
        {
            int count = 0;
            if (weights.Doubles)
            {
                int up = (y + 1) / 2;
                for (int line = 0; line < 2; line++)
                {
                    lines[count++] = new DecoderLine
                    {
                        First = source.At(up - 1 + line, parity - 1),
                        Next = source.Channels,
                        Depth = 2 * source.Channels,
                    };
                }
            }

            DecoderPlane wide = weights.Doubles ? fine : source;
            for (int line = -1; line <= 1 && (!weights.Doubles || weights.Fine > 0); line++)
            {
                lines[count++] = new DecoderLine
                {
                    First = wide.At(y + line, parity - 1),
                    Next = (nint)step * wide.Channels,
                    Depth = 3 * wide.Channels,
                };
            }

            float* packed = weights.At(weights.Doubles ? (2 * (y % 2)) + parity : 0);
            Positions(weights, packed, lines, count, target.Width / step, target.At(row.Written, parity),
                (nint)step * target.Channels);
        }

        target.RepeatEnds(row.Written);
    }

    [SkipLocalsInit]
    private static void Positions(
        DecoderWeights<TLanes> weights, float* packed, DecoderLine* lines, int count, int positions, float* target,
        nint next)
    {
        int lanes = TLanes.Count, panel = 2 * lanes;
        float* rest = stackalloc float[DecoderKernel<TLanes>.Twelve * panel];
        for (int first = 0; first < weights.Outputs; first += panel)
        {
            bool wide = weights.Outputs - first >= panel;
            int group = wide ? DecoderKernel<TLanes>.Six : DecoderKernel<TLanes>.Twelve;
            float* b = packed + ((nint)first * weights.Depth), bias = weights.Bias + first;
            for (int x = 0; x < positions; x += group)
            {
                bool whole = x + group <= positions;
                float* c = whole ? target + (x * next) + first : rest;
                nint row = whole ? next : panel;
                if (wide)
                    DecoderKernel<TLanes>.Wide(lines, count, x, b, bias, 0, c, row);
                else
                    DecoderKernel<TLanes>.Narrow(lines, count, x, b, bias, 0, c, row);
                for (int i = 0; !whole && i < positions - x; i++)
                {
                    new Span<float>(rest + (i * panel), wide ? panel : lanes)
                        .CopyTo(new Span<float>(target + ((x + i) * next) + first, wide ? panel : lanes));
                }
            }
        }
    }
}
