using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Moments;
using Impasto.Engines.Simd.Planes;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Layers;

/// <summary>The convolution of the picture itself: three planes in, computed directly.</summary>
/// <remarks>With three channels Winograd's transforms would cost more than the multiplications they save.</remarks>
internal sealed unsafe class InputLayer<TLanes> : FrozenLayer<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>Weights a channel: 3 planes, 3 x 3.</summary>
    public const int Taps = 27;

    private readonly InputForward<TLanes> _forward = new();
    private readonly InputBackward<TLanes> _backward = new();
    private readonly NativeBuffer _forwardWeights;
    private readonly NativeBuffer _backwardWeights;

    public InputLayer(Convolution convolution)
        : base(convolution)
    {
        int lanes = TLanes.Count, columns = (OutputBlocks + 1) / 2 * 2 * lanes;
        _forwardWeights = new NativeBuffer((long)Taps * columns * sizeof(float));
        _backwardWeights = new NativeBuffer((long)OutputBlocks * lanes * InputBackward<TLanes>.Columns * sizeof(float));
        new Span<byte>(_forwardWeights.Bytes, (int)_forwardWeights.Length).Clear();
        new Span<byte>(_backwardWeights.Bytes, (int)_backwardWeights.Length).Clear();
        for (int output = 0; output < convolution.Outputs; output++)
        {
            for (int tap = 0; tap < Taps; tap++)
                Pack(output, tap, convolution.Kernel[(output * Taps) + tap]);
        }
    }

    /// <summary>Convolution, bias, ReLU, bits and pooling.</summary>
    public void Forward(WorkerTeam team, NativeBuffer[] scratch, PaddedPlanes source, in LayerOutput output) =>
        _forward.Run(team, scratch, _forwardWeights.Floats, source, output);

    /// <summary>The gradient of the planes, on all sides one position beyond the edge.</summary>
    public void Backward(WorkerTeam team, NativeBuffer[] scratch, in GradientSource source, PaddedPlanes target) =>
        _backward.Run(team, scratch, _backwardWeights.Floats, source, target);

    // Taps come plane by plane in the kernel, place by place on the way back, where a place's three planes are stored
    // together.
    private void Pack(int output, int tap, float value)
    {
        int panel = 2 * TLanes.Count;
        _forwardWeights.Floats[PanelKernel<TLanes>.PanelOffset(output / panel, Taps) + (tap * panel)
            + (output % panel)] = value;
        int column = (3 * (tap % 9)) + (tap / 9), depth = OutputBlocks * TLanes.Count;
        _backwardWeights.Floats[PanelKernel<TLanes>.PanelOffset(column / panel, depth) + (output * panel)
            + (column % panel)] = value;
    }

    public override void Dispose()
    {
        base.Dispose();
        _forwardWeights.Dispose();
        _backwardWeights.Dispose();
    }
}
