using System.Runtime.CompilerServices;
using Impasto.Networks;

namespace Impasto.Engines.Simd;

/// <summary>The gradient of a convolution's inputs from that of its outputs: a convolution with turned weights.</summary>
internal sealed unsafe class BackwardPass<TLanes, TTile> : WinogradPass<TLanes, TTile>
    where TLanes : unmanaged, ILanes<TLanes>
    where TTile : struct, IWinogradTile
{
    private GradientSource _source;
    private GradientTarget _target;

    // The grid's first row and column: one beyond the edge where the edge was not padded with zeros.
    private int _origin;

    /// <summary>Runs one layer.</summary>
    public void Run(
        WorkerTeam team,
        NativeBuffer[] scratch,
        WinogradWeights<TLanes, TTile> weights,
        in GradientSource source,
        in GradientTarget target)
    {
        _source = source;
        _target = target;
        _origin = target.Padding == PaddingMode.Zero ? 0 : -1;
        Run(team, scratch, weights, source.Stride, source.Height - (2 * _origin), source.Width - (2 * _origin));
        if (target.Padding != PaddingMode.Zero)
            target.FoldRim();
    }

    [SkipLocalsInit]
    protected override void TransformIn(int tileY, int tileX, float* products, nint step, float* transit)
    {
        int size = TTile.Inputs, lanes = TLanes.Count;
        int top = _origin + (tileY * TTile.Outputs) - 1, left = _origin + (tileX * TTile.Outputs) - 1;
        float* scratch = transit + (size * size * lanes);
        for (int block = 0; block * lanes < _source.Stride; block++)
        {
            if (_source.Pooled)
                CopyUnpooled(top, left, block, transit);
            else
                CopyMasked(top, left, block, transit);
            TileTransform<TLanes, TTile>.Input(transit, size * lanes, lanes, products + (block * lanes), step, scratch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyMasked(int top, int left, int block, float* target)
    {
        int size = TTile.Inputs, lanes = TLanes.Count, blocks = _source.Stride / lanes;
        for (int y = top; y < top + size; y++)
        {
            nint at = ((((nint)y * _source.Width) + left) * blocks) + block;
            for (int x = left; x < left + size; x++, at += blocks, target += lanes)
            {
                TLanes value = TLanes.Zero;
                if ((uint)y < (uint)_source.Height && (uint)x < (uint)_source.Width)
                    value = TLanes.Keep(TLanes.Load(_source.Gradient + (at * lanes)), TLanes.LoadBits(_source.Bits, at));
                TLanes.Store(value, target);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyUnpooled(int top, int left, int block, float* target)
    {
        int size = TTile.Inputs, lanes = TLanes.Count, blocks = _source.Stride / lanes;
        int height = _source.Height / 2, width = _source.Width / 2;
        TLanes share = TLanes.Broadcast(_source.Share);
        for (int y = top; y < top + size; y++)
        {
            nint at = ((((nint)y * _source.Width) + left) * blocks) + block;
            for (int x = left; x < left + size; x++, at += blocks, target += lanes)
            {
                TLanes value = TLanes.Zero;
                if ((uint)y < (uint)(2 * height) && (uint)x < (uint)(2 * width))
                {
                    nint from = ((((nint)(y / 2) * width) + (x / 2)) * blocks) + block;
                    value = share * TLanes.Keep(TLanes.Load(_source.Gradient + (from * lanes)), TLanes.LoadBits(_source.Bits, at));
                }

                TLanes.Store(value, target);
            }
        }
    }

    [SkipLocalsInit]
    protected override void TransformOut(int tileY, int tileX, float* products, nint step, float* transit)
    {
        int size = TTile.Outputs, lanes = TLanes.Count;
        int top = _origin + (tileY * size), left = _origin + (tileX * size);
        int rows = Math.Min(size, _target.Height - _origin - top), columns = Math.Min(size, _target.Width - _origin - left);
        float* scratch = transit + (TTile.Inputs * TTile.Inputs * lanes);
        for (int c = 0; c < _target.Stride; c += lanes)
        {
            TileTransform<TLanes, TTile>.Output(products + c, step, transit, scratch);
            Store(transit, top, left, rows, columns, c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store(float* tile, int top, int left, int rows, int columns, int channel)
    {
        int size = TTile.Outputs, lanes = TLanes.Count;
        for (int y = 0; y < rows; y++)
        {
            float* value = tile + (y * size * lanes);
            for (int x = 0; x < columns; x++, value += lanes)
            {
                bool inside = (uint)(top + y) < (uint)_target.Height && (uint)(left + x) < (uint)_target.Width;
                float* place = _target.At(top + y, left + x) + channel;
                TLanes gradient = TLanes.Load(value);
                TLanes.Store(inside && _target.Adds ? gradient + TLanes.Load(place) : gradient, place);
            }
        }
    }
}
