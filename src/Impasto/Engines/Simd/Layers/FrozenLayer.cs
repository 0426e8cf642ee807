using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Planes;
using Impasto.Networks;

namespace Impasto.Engines.Simd.Layers;

/// <summary>One frozen convolution: what all algorithms need of it.</summary>
internal abstract unsafe class FrozenLayer<TLanes> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly NativeBuffer _bias;

    protected FrozenLayer(Convolution convolution)
    {
        Convolution = convolution;
        OutputBlocks = (convolution.Outputs + TLanes.Count - 1) / TLanes.Count;
        InputBlocks = (convolution.Inputs + TLanes.Count - 1) / TLanes.Count;
        _bias = new NativeBuffer(OutputBlocks * TLanes.Count * sizeof(float));
        var values = new Span<float>(_bias.Bytes, OutputBlocks * TLanes.Count);
        values.Clear();
        convolution.Bias.CopyTo(values);
    }

    /// <summary>Weights and name.</summary>
    public Convolution Convolution { get; }

    /// <summary>Registers that hold a position's inputs.</summary>
    public int InputBlocks { get; }

    /// <summary>Registers that hold a position's outputs.</summary>
    public int OutputBlocks { get; }

    /// <summary>One value a channel, zero for the padded ones.</summary>
    public float* Bias => _bias.Floats;

    public virtual void Dispose() => _bias.Dispose();
}
