using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;

namespace Impasto.Engines.Simd.Layers;

/// <summary>What follows a convolution, done while its outputs are in the first-level cache.</summary>
internal static unsafe class LayerEpilogue<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    // Four values are equal if they differ by no more than this share of the largest feature of the same position and
    // eight channels. Winograd's algorithm is off by less: by the size of all its inputs, not by that of the value
    // itself.
    private const float Rounding = 1e-5f;

    /// <summary>Adds the bias, cuts at zero, stores features and bits, and pools.</summary>
    /// <param name="tile">One block's outputs; overwritten.</param>
    /// <param name="top">The tile's first row in the layer, even where the layer is pooled.</param>
    /// <param name="left">The tile's first column in the layer, even where the layer is pooled.</param>
    /// <param name="rows">Rows that are inside the layer.</param>
    /// <param name="columns">Columns that are inside the layer.</param>
    /// <param name="block">Which block of channels.</param>
    /// <param name="output">Where the results go.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Finish(
        ResultTile tile, int top, int left, int rows, int columns, int block, in LayerOutput output)
    {
        int lanes = TLanes.Count;
        TLanes bias = TLanes.Load(output.Bias + (block * lanes)), zero = TLanes.Zero;
        float* features = output.Features;
        byte* bits = output.ReluBits;
        bool streams = output.Streams;
        for (int y = 0; y < rows; y++)
        {
            nint at = ((((nint)(top + y) * output.Width) + left) * output.Blocks) + block;
            float* value = tile.At(y, 0);
            for (int x = 0; x < columns; x++, at += output.Blocks, value += tile.Column)
            {
                TLanes positive = TLanes.Max(zero, TLanes.Load(value) + bias);
                TLanes.Store(positive, value);
                if (streams)
                    TLanes.Stream(positive, features + (at * lanes));
                else if (features is not null)
                    TLanes.Store(positive, features + (at * lanes));
                if (bits is not null)
                    TLanes.StoreBits(bits, at, TLanes.PositiveBits(positive));
            }
        }

        if (output.Pooled is null)
            return;
        if (output.Pooling == PoolingMode.Max)
            PoolMax(tile, top, left, rows, columns, block, output);
        else
            PoolMean(tile, top, left, rows, columns, block, output);
    }

    private static void PoolMax(
        ResultTile tile, int top, int left, int rows, int columns, int block, in LayerOutput output)
    {
        int lanes = TLanes.Count, across = output.Width / 2;
        nint down = (nint)output.Width * output.Blocks;
        TLanes rounding = TLanes.Broadcast(Rounding);
        for (int y = 0; y + 1 < rows; y += 2)
        {
            for (int x = 0; x + 1 < columns; x += 2)
            {
                TLanes first = TLanes.Load(tile.At(y, x)), second = TLanes.Load(tile.At(y, x + 1));
                TLanes third = TLanes.Load(tile.At(y + 1, x)), fourth = TLanes.Load(tile.At(y + 1, x + 1));
                TLanes largest = TLanes.Max(TLanes.Max(first, second), TLanes.Max(third, fourth));
                nint to = ((((nint)((top + y) / 2) * across) + ((left + x) / 2)) * output.Blocks) + block;
                TLanes.Store(largest, output.Pooled + (to * lanes));
                if (output.RouteBits is null)
                    continue;

                // Of equal ones the first in reading order gets the gradient, as in libtorch; none where all are zero.
                // Equal is what rounding alone tells apart: otherwise the tiles of Winograd's algorithm would choose.
                // By eight channels, so that registers of 16 choose the same.
                TLanes least = TLanes.Max(TLanes.Zero, largest - (rounding * TLanes.LargestOfEight(largest)));
                nint at = ((((nint)(top + y) * output.Width) + left + x) * output.Blocks) + block;
                uint open = TLanes.PositiveBits(largest), taken = TLanes.PositiveBits(first - least) & open;
                TLanes.StoreBits(output.RouteBits, at, taken);
                open &= ~taken;
                taken = TLanes.PositiveBits(second - least) & open;
                TLanes.StoreBits(output.RouteBits, at + output.Blocks, taken);
                open &= ~taken;
                taken = TLanes.PositiveBits(third - least) & open;
                TLanes.StoreBits(output.RouteBits, at + down, taken);
                open &= ~taken;
                taken = TLanes.PositiveBits(fourth - least) & open;
                TLanes.StoreBits(output.RouteBits, at + down + output.Blocks, taken);
            }
        }
    }

    private static void PoolMean(
        ResultTile tile, int top, int left, int rows, int columns, int block, in LayerOutput output)
    {
        int lanes = TLanes.Count, across = output.Width / 2;
        TLanes quarter = TLanes.Broadcast(0.25f);
        for (int y = 0; y + 1 < rows; y += 2)
        {
            for (int x = 0; x + 1 < columns; x += 2)
            {
                TLanes first = TLanes.Load(tile.At(y, x)), second = TLanes.Load(tile.At(y, x + 1));
                TLanes third = TLanes.Load(tile.At(y + 1, x)), fourth = TLanes.Load(tile.At(y + 1, x + 1));
                TLanes mean = output.Pooling == PoolingMode.Average
                    ? (first + second + (third + fourth)) * quarter
                    : TLanes.SquareRoot(
                        ((first * first) + (second * second) + ((third * third) + (fourth * fourth))) * quarter);
                nint to = ((((nint)((top + y) / 2) * across) + ((left + x) / 2)) * output.Blocks) + block;
                TLanes.Store(mean, output.Pooled + (to * lanes));
            }
        }
    }
}
