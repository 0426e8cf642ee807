using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Layers;
using Impasto.Engines.Simd.Planes;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Winograd;

/// <summary>A convolution by Winograd's tiles; weights are transformed when a direction is first used.</summary>
internal sealed unsafe class WinogradLayer<TLanes, TTile>(Convolution convolution) : InnerLayer<TLanes>(convolution)
    where TLanes : unmanaged, ILanes<TLanes>
    where TTile : struct, IWinogradTile
{
    private readonly ForwardPass<TLanes, TTile> _forward = new();
    private readonly BackwardPass<TLanes, TTile> _backward = new();
    private WinogradWeights<TLanes, TTile>? _forwardWeights;
    private WinogradWeights<TLanes, TTile>? _backwardWeights;

    public override void Forward(
        WorkerTeam team, NativeBuffer[] scratch, Plane source, PaddingMode padding, in LayerOutput output)
    {
        _forwardWeights ??= new WinogradWeights<TLanes, TTile>(Convolution, backward: false, team);
        _forward.Run(team, scratch, _forwardWeights, source, padding, output);
    }

    public override void Backward(
        WorkerTeam team, NativeBuffer[] scratch, in GradientSource source, in GradientTarget target)
    {
        _backwardWeights ??= new WinogradWeights<TLanes, TTile>(Convolution, backward: true, team);
        _backward.Run(team, scratch, _backwardWeights, source, target);
    }

    public override void Dispose()
    {
        base.Dispose();
        _forwardWeights?.Dispose();
        _backwardWeights?.Dispose();
    }
}
