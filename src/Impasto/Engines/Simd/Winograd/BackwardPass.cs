using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Planes;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Winograd;

/// <summary>
/// The gradient of a convolution's inputs from that of its outputs: a convolution with turned weights.
/// </summary>
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void TransformIn(int tileY, int tileX, float* products, nint step, float* transit)
    {
        int size = TTile.Inputs, lanes = TLanes.Count;
        int top = _origin + (tileY * TTile.Outputs) - 1, left = _origin + (tileX * TTile.Outputs) - 1;
        float* scratch = transit + (size * size * lanes);
        int ahead = left + 2 + (TTile.Outputs * Ahead(_source.Stride));
        for (int block = 0; block * lanes < _source.Stride; block++)
        {
            Prefetch(top, ahead, block);
            for (int y = 0; y < size; y++)
                _source.CopyRow<TLanes>(top + y, left, size, block, transit + (y * size * lanes), lanes);
            TileTransform<TLanes, TTile>.Input(transit, size * lanes, lanes, products + (block * lanes), step, scratch);
        }
    }

    private void Prefetch(int top, int left, int block)
    {
        int scale = _source.Scale;
        float* corner = _source.At(top, left) + (block * TLanes.Count);
        Prefetch(corner, (nint)(_source.Width / scale) * _source.Stride, _source.Stride, TTile.Inputs / scale,
            TTile.Outputs / scale);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void TransformOut(
        int tileY, int tileX, (int First, int End) blocks, float* products, nint step, float* transit)
    {
        int size = TTile.Outputs, lanes = TLanes.Count;
        int top = _origin + (tileY * size), left = _origin + (tileX * size);
        int rows = Math.Min(size, _target.Height - _origin - top),
            columns = Math.Min(size, _target.Width - _origin - left);
        float* scratch = transit + (TTile.Inputs * TTile.Inputs * lanes);
        for (int c = blocks.First * lanes; c < blocks.End * lanes; c += lanes)
        {
            TileTransform<TLanes, TTile>.Output(products + c, step, transit, scratch);
            Store(transit, top, left, rows, columns, c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Store(float* tile, int top, int left, int rows, int columns, int channel)
    {
        int size = TTile.Outputs, lanes = TLanes.Count;
        bool hasRim = left < 0 || left + columns > _target.Width;
        for (int y = 0; y < rows; y++)
        {
            float* value = tile + (y * size * lanes);
            if (hasRim || (uint)(top + y) >= (uint)_target.Height)
                StoreWithRim(value, top + y, left, columns, channel);
            else
                Store(value, _target.At(top + y, left) + channel, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(float* value, float* place, int columns)
    {
        nint stride = _target.Stride;
        int lanes = TLanes.Count;
        bool streams = _target.Streams, adds = _target.Adds;
        for (int x = 0; x < columns; x++, value += lanes, place += stride)
        {
            TLanes gradient = TLanes.Load(value);
            if (streams)
                TLanes.Stream(gradient, place);
            else
                TLanes.Store(adds ? gradient + TLanes.Load(place) : gradient, place);
        }
    }

    private void StoreWithRim(float* value, int y, int left, int columns, int channel)
    {
        bool isInside = (uint)y < (uint)_target.Height;
        for (int x = left; x < left + columns; x++, value += TLanes.Count)
        {
            float* place = _target.At(y, x) + channel;
            TLanes gradient = TLanes.Load(value);
            TLanes.Store(isInside && _target.Adds && (uint)x < (uint)_target.Width ? gradient + TLanes.Load(place)
                : gradient, place);
        }
    }
}
