using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Layers;
using Impasto.Engines.Simd.Planes;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Winograd;

/// <summary>
/// A convolution with the steps that follow it: bias, ReLU, the bits that a backward pass needs, pooling.
/// </summary>
internal sealed unsafe class ForwardPass<TLanes, TTile> : WinogradPass<TLanes, TTile>
    where TLanes : unmanaged, ILanes<TLanes>
    where TTile : struct, IWinogradTile
{
    private Plane _source;
    private PaddingMode _padding;
    private LayerOutput _output;

    /// <summary>Runs one layer.</summary>
    public void Run(
        WorkerTeam team,
        NativeBuffer[] scratch,
        WinogradWeights<TLanes, TTile> weights,
        Plane source,
        PaddingMode padding,
        LayerOutput output)
    {
        _source = source;
        _padding = padding;
        _output = output;
        Run(team, scratch, weights, source.Stride, source.Height, source.Width);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void TransformIn(int tileY, int tileX, float* products, nint step, float* transit)
    {
        int size = TTile.Inputs, lanes = TLanes.Count;
        int top = (tileY * TTile.Outputs) - 1, left = (tileX * TTile.Outputs) - 1;
        float* scratch = transit + (size * size * lanes);
        if (top >= 0 && left >= 0 && top + size <= _source.Height && left + size <= _source.Width)
        {
            float* corner = _source.At(top, left);
            float* ahead = corner + ((nint)_source.Stride * (2 + (TTile.Outputs * Ahead(_source.Stride))));
            for (int c = 0; c < _source.Stride; c += lanes)
            {
                Prefetch(ahead + c, _source.Row, _source.Stride, TTile.Inputs, TTile.Outputs);
                TileTransform<TLanes, TTile>.Input(
                    corner + c, _source.Row, _source.Stride, products + c, step, scratch);
            }

            return;
        }

        for (int c = 0; c < _source.Stride; c += lanes)
        {
            CopyBorderTile(top, left, c, transit);
            TileTransform<TLanes, TTile>.Input(transit, size * lanes, lanes, products + c, step, scratch);
        }
    }

    private void CopyBorderTile(int top, int left, int channel, float* target)
    {
        int size = TTile.Inputs, lanes = TLanes.Count;
        for (int y = 0; y < size; y++)
        {
            int row = Border.Seen(top + y, _source.Height, _padding);
            for (int x = 0; x < size; x++, target += lanes)
            {
                int column = Border.Seen(left + x, _source.Width, _padding);
                TLanes value = row < 0 || column < 0 ? TLanes.Zero : TLanes.Load(_source.At(row, column) + channel);
                TLanes.Store(value, target);
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void TransformOut(
        int tileY, int tileX, (int First, int End) blocks, float* products, nint step, float* transit)
    {
        int size = TTile.Outputs, lanes = TLanes.Count;
        int top = tileY * size, left = tileX * size;
        int rows = Math.Min(size, _source.Height - top), columns = Math.Min(size, _source.Width - left);
        float* scratch = transit + (TTile.Inputs * TTile.Inputs * lanes);
        for (int block = blocks.First; block < blocks.End; block++)
        {
            TileTransform<TLanes, TTile>.Output(products + (block * lanes), step, transit, scratch);
            LayerEpilogue<TLanes>.Finish(
                new ResultTile(transit, size * lanes, lanes), top, left, rows, columns, block, _output);
        }
    }
}
