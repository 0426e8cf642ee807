using System.Runtime.CompilerServices;
using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Planes;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Layers;

/// <summary>
/// Carries a gradient back through a pooling in a pass of its own, where the convolution can't do it on the way.
/// </summary>
/// <remarks>
/// Needed where a loss looks at the pooled layer itself, whose gradient has to be added at full size, and behind L2
/// pooling, whose derivative F / (4 P) needs the features.
/// </remarks>
internal sealed unsafe class UnpoolPass<TLanes> : ParallelWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    private GradientSource _pooled;
    private float* _features;
    private float* _target;

    /// <summary>Adds the gradient that max or average pooling lets through to the target's values.</summary>
    public void Add(WorkerTeam team, in GradientSource pooled, float* target)
    {
        _pooled = pooled;
        _features = null;
        _target = target;
        team.Run(this, pooled.Height);
    }

    /// <summary>Writes the gradient behind L2 pooling.</summary>
    public void RootMeanSquare(WorkerTeam team, in GradientSource pooled, float* features, float* target)
    {
        _pooled = pooled;
        _features = features;
        _target = target;
        team.Run(this, pooled.Height);
    }

    public override void Run(int item, int worker)
    {
        int lanes = TLanes.Count, blocks = _pooled.Stride / lanes;
        int width = _pooled.Width / 2;
        bool inside = item < _pooled.Height / 2 * 2;
        for (int x = 0; x < _pooled.Width; x++)
        {
            nint at = (((nint)item * _pooled.Width) + x) * blocks;
            nint from = (((nint)(item / 2) * width) + (x / 2)) * blocks;
            for (int block = 0; block < blocks; block++)
            {
                bool pooled = inside && x < 2 * width;
                TLanes gradient = pooled ? TLanes.Load(_pooled.Gradient + ((from + block) * lanes)) : TLanes.Zero;
                float* place = _target + ((at + block) * lanes);
                if (_features is not null)
                    TLanes.Store(pooled ? gradient * Slope(item, x, block) : TLanes.Zero, place);
                else if (pooled)
                    TLanes.Store(TLanes.Load(place) + (TLanes.Broadcast(_pooled.Share) * TLanes.Keep(
                        gradient, TLanes.LoadBits(_pooled.Bits, at + block))), place);
            }
        }
    }

    // F / (4 P) with P the root of the four's mean square; 0 where that has no derivative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TLanes Slope(int y, int x, int block)
    {
        int lanes = TLanes.Count;
        nint stride = _pooled.Stride, row = _pooled.Width * stride;
        float* corner = _features + (y / 2 * 2 * row) + (x / 2 * 2 * stride) + (block * lanes);
        TLanes first = TLanes.Load(corner), second = TLanes.Load(corner + stride);
        TLanes third = TLanes.Load(corner + row), fourth = TLanes.Load(corner + row + stride);
        TLanes square = (first * first) + (second * second) + ((third * third) + (fourth * fourth));
        TLanes root = TLanes.SquareRoot(square * TLanes.Broadcast(0.25f));
        TLanes own = TLanes.Load(_features + (y * row) + (x * stride) + (block * lanes));
        return TLanes.Keep(own / (TLanes.Broadcast(4) * root), TLanes.PositiveBits(root));
    }
}
