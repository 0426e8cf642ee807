using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Moments;
using Impasto.Engines.Simd.Planes;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Layers;

/// <summary>
/// The gradient of the picture: each position's gradient times all weights, then summed over the places that saw a
/// pixel.
/// </summary>
internal sealed unsafe class InputBackward<TLanes> : ParallelWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>27 products a position, filled up to whole panels of every register size.</summary>
    public const int Columns = 32;

    // A strip's positions: two more than pixels, a multiple of the kernel's rows; three rows of products stay in the
    // first-level cache.
    private const int Positions = 48;
    private const int Pixels = Positions - 2;
    private const int Band = 32;
    private const int Kept = 3;

    private NativeBuffer[] _scratch = [];
    private float* _weights;
    private GradientSource _source;
    private PaddedPlanes _target;

    /// <summary>Runs the layer.</summary>
    public void Run(
        WorkerTeam team, NativeBuffer[] scratch, float* weights, in GradientSource source, PaddedPlanes target)
    {
        _scratch = scratch;
        _weights = weights;
        _source = source;
        _target = target;
        team.Run(this, (target.Height + 2 + Band - 1) / Band);
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int item, int worker)
    {
        int top = (item * Band) - 1, end = Math.Min(top + Band, _target.Height + 1);
        nint position = _source.Stride + TLanes.Count, row = Positions * Columns;
        NativeBuffer memory = _scratch[worker];
        memory.Require(((Kept * row) + (Positions * position)) * sizeof(float));
        float* products = memory.Floats, gradient = products + (Kept * row);
        for (int left = -1; left <= _target.Width; left += Pixels)
        {
            Multiply(top - 1, left - 1, gradient, position, products + (Slot(top - 1) * row));
            Multiply(top, left - 1, gradient, position, products + (Slot(top) * row));
            for (int y = top; y < end; y++)
            {
                Multiply(y + 1, left - 1, gradient, position, products + (Slot(y + 1) * row));
                Sum(products, y, left, Math.Min(Pixels, _target.Width + 1 - left));
            }
        }
    }

    // Rows take turns in three places.
    private static int Slot(int y) => (y + Kept) % Kept;

    private void Multiply(int y, int left, float* gradient, nint position, float* products)
    {
        int lanes = TLanes.Count, depth = _source.Stride;
        _source.Prefetch<TLanes>(y + 1, left, Positions);
        for (int block = 0; block * lanes < depth; block++)
            _source.CopyRow<TLanes>(y, left, Positions, block, gradient + (block * lanes), position);
        PanelKernel<TLanes>.Multiply(
            gradient, position, Positions, _weights, depth, Columns / lanes, products, Columns);
    }

    // Pixel (y, x) was seen through tap (dy, dx) by position (y - dy, x - dx).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(float* products, int y, int left, int pixels)
    {
        float* above = products + (Slot(y + 1) * Positions * Columns),
            same = products + (Slot(y) * Positions * Columns);
        float* below = products + (Slot(y - 1) * Positions * Columns);
        float* red = _target.At(0, y, left), green = _target.At(1, y, left), blue = _target.At(2, y, left);
        for (int x = 0; x < pixels; x++, above += Columns, same += Columns, below += Columns)
        {
            Vector128<float> sum = Three(above) + Three(same + 9) + Three(below + 18);
            red[x] = sum[0];
            green[x] = sum[1];
            blue[x] = sum[2];
        }
    }

    // Three taps beside each other, seen from right to left; the fourth value of a load is the next tap's.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Three(float* products) =>
        Vector128.Load(products + (2 * Columns)) + Vector128.Load(products + Columns + 3)
            + Vector128.Load(products + 6);
}
