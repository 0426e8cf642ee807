using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Planes;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Layers;

/// <summary>A frozen convolution between features in the form that its algorithm wants.</summary>
internal abstract unsafe class InnerLayer<TLanes>(Convolution convolution) : FrozenLayer<TLanes>(convolution)
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Convolution, bias, ReLU, bits and pooling.</summary>
    public abstract void Forward(
        WorkerTeam team, NativeBuffer[] scratch, Plane source, PaddingMode padding, in LayerOutput output);

    /// <summary>The gradient of the inputs.</summary>
    public abstract void Backward(
        WorkerTeam team, NativeBuffer[] scratch, in GradientSource source, in GradientTarget target);
}
