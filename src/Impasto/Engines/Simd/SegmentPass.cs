using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Layers;
using Impasto.Engines.Simd.Layout;
using Impasto.Engines.Simd.Moments;
using Impasto.Engines.Simd.Planes;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Engines.Simd;

/// <summary>Runs a piece of the network over a piece of the picture, forward and backward.</summary>
/// <remarks>One segment at a time; all pieces share the layers' weights and the threads' scratch memory.</remarks>
internal sealed unsafe class SegmentPass<TLanes> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly Network _network;
    private readonly EngineSettings _settings;
    private readonly WorkerTeam _team;
    private readonly InputLayer<TLanes> _input;
    private readonly InnerLayer<TLanes>?[] _layers;
    private readonly NativeBuffer[] _scratch;
    private readonly MomentPass<TLanes> _moments = new();
    private readonly TapPass<TLanes> _tap = new();
    private readonly UnpoolPass<TLanes> _unpool = new();
    private readonly PlanarPass _planar = new();
    private SegmentPlan _plan = null!;
    private SegmentMemory _memory;

    public SegmentPass(Network network, EngineSettings settings, WorkerTeam team)
    {
        _network = network;
        _settings = settings;
        _team = team;
        _input = new InputLayer<TLanes>(network.Convolutions[0]);
        _layers = new InnerLayer<TLanes>?[network.Convolutions.Count];
        _scratch = new NativeBuffer[team.Count];
        for (int i = 0; i < _scratch.Length; i++)
            _scratch[i] = new NativeBuffer();
    }

    /// <summary>Selects the segment for the following calls.</summary>
    public void Select(SegmentPlan plan, in SegmentMemory memory)
    {
        _plan = plan;
        _memory = memory;
    }

    /// <summary>Runs forward and fills the moments and maps of the request.</summary>
    /// <param name="features">Receives moments and maps; bands after the first add to their values.</param>
    /// <param name="moments">Whether moments are wanted.</param>
    public void Forward(Features features, bool moments)
    {
        for (int i = 0; i < _plan.Layers.Count; i++)
        {
            RunForward(i);
            Read(i, features, moments);
        }
    }

    /// <summary>Computes features again that a band did not keep.</summary>
    public void Repeat()
    {
        for (int i = 0; i < _plan.Repeated; i++)
            RunForward(i);
    }

    /// <summary>
    /// Carries the losses' derivatives, and the <see cref="PooledGradient"/> of a segment that ends with a pooling,
    /// back to the segment's input.
    /// </summary>
    public void Backward(FeatureGradients gradients)
    {
        int last = _plan.Layers.Count - 1;
        if (_plan.Layers[last].Pools)
            BehindPooling(last, gradients);
        else
            RunTap(last, gradients, adds: false);
        for (int i = last; i > 0; i--)
        {
            LayerPlan before = _plan.Layers[i - 1];
            if (before is { Pools: false, Tapped: true })
                RunTap(i - 1, gradients, adds: false);
            Layer(i).Backward(_team, _scratch, SourceOf(i), TargetOf(i));
            if (before.Pools)
                BehindPooling(i - 1, gradients);
        }

        if (_plan.First > 0)
            Layer(0).Backward(_team, _scratch, SourceOf(0), TargetOf(0));
        else
            _input.Backward(_team, _scratch, SourceOf(0), _memory.PictureGradient);
    }

    /// <summary>The pooled features at the segment's end.</summary>
    public Plane Pooled => PooledPlane(_plan.Layers[^1], _memory.At(_plan.Layers[^1].Pooled));

    /// <summary>Their gradient.</summary>
    public Plane PooledGradient => PooledPlane(_plan.Layers[^1], _memory.At(_plan.Layers[^1].PooledGradient));

    private Plane PooledPlane(LayerPlan layer, float* data) =>
        new(data, layer.Height / 2, layer.Width / 2, StrideOf(_plan.Layers.Count - 1));

    // Unpools the gradient where it is needed at the size of the features.
    private void BehindPooling(int index, FeatureGradients gradients)
    {
        LayerPlan layer = _plan.Layers[index];
        if (_settings.Pooling == PoolingMode.L2)
        {
            _unpool.RootMeanSquare(
                _team, PooledSourceOf(index), _memory.At(layer.Features), _memory.At(layer.Gradient));
            if (layer.Tapped)
                RunTap(index, gradients, adds: true);
        }
        else if (layer.Tapped)
        {
            RunTap(index, gradients, adds: false);
            _unpool.Add(_team, PooledSourceOf(index), _memory.At(layer.Gradient));
        }
    }

    private void Read(int index, Features features, bool moments)
    {
        LayerShape shape = _plan.Layers[index].Shape;
        Convolution convolution = ConvolutionOf(index);
        for (int region = 0; moments && region < shape.Regions.Count; region++)
        {
            _moments.Run(
                _team, _scratch, CoreOf(index, FeaturesOf(index)), shape.Regions[region], CoreStart(index),
                features.Moments[convolution.Layer][region]);
        }

        if (shape.Content)
            _planar.Run(_team, FeaturesOf(index), convolution.Outputs, features.Maps[convolution.Layer].Values);
    }

    private void RunForward(int index)
    {
        LayerPlan layer = _plan.Layers[index];
        FrozenLayer<TLanes> frozen = _plan.First + index == 0 ? _input : Layer(index);
        var output = new LayerOutput(
            frozen.Bias,
            frozen.OutputBlocks,
            _memory.At(layer.Features),
            layer.Height,
            layer.Width,
            _memory.At(layer.Pooled),
            _settings.Pooling,
            (byte*)_memory.At(layer.ReluBits),
            (byte*)_memory.At(layer.RouteBits));
        if (_plan.First + index == 0)
            _input.Forward(_team, _scratch, _memory.Picture, output);
        else
            Layer(index).Forward(_team, _scratch,
                new Plane(InputOf(index), layer.Height, layer.Width, StrideOf(index - 1)), PaddingOf(index), output);
    }

    private float* InputOf(int index)
    {
        if (index == 0)
            return _memory.Source;
        LayerPlan before = _plan.Layers[index - 1];
        return _memory.At(before.Pools ? before.Pooled : before.Features);
    }

    // Only the core of a band has a gradient: the other rows belong to its neighbours.
    private void RunTap(int index, FeatureGradients gradients, bool adds)
    {
        LayerName name = ConvolutionOf(index).Layer;
        Plane features = FeaturesOf(index),
            gradient = new(_memory.At(_plan.Layers[index].Gradient), features.Height, features.Width, features.Stride);
        Plane core = CoreOf(index, gradient);
        _tap.Run(
            _team,
            _scratch,
            CoreOf(index, features),
            ConvolutionOf(index).Outputs,
            new LayerGradient(_plan.Layers[index].Shape.Regions, gradients.Moments.GetValueOrDefault(name),
                gradients.Maps.GetValueOrDefault(name))
            {
                Start = CoreStart(index),
            },
            core.Data,
            adds);
        if (adds)
            return;
        gradient.ClearRows(0, _plan.Band.CoreOffset);
        gradient.ClearRows(_plan.Band.CoreOffset + core.Height, gradient.Height);
    }

    // Only in bands do some rows not count; other segments have layers of several sizes, and all their rows count.
    private Plane CoreOf(int index, Plane plane) => !_plan.IsBand ? plane
        : new Plane(plane.At(_plan.Band.CoreOffset, 0), _plan.Band.CoreHeight, plane.Width, plane.Stride);

    private long CoreStart(int index) => _plan.IsBand ? (long)_plan.Band.CoreTop * _plan.Layers[index].Width : 0;

    private Convolution ConvolutionOf(int index) => _network.Convolutions[_plan.First + index];

    private InnerLayer<TLanes> Layer(int index) =>
        _layers[_plan.First + index] ??= LayerAlgorithm.Choose<TLanes>(ConvolutionOf(index));

    private int StrideOf(int index) => SegmentPlan.Stride(ConvolutionOf(index).Outputs, TLanes.Count);

    private Plane FeaturesOf(int index) => new(
        _memory.At(_plan.Layers[index].Features), _plan.Layers[index].Height, _plan.Layers[index].Width,
        StrideOf(index));

    private PaddingMode PaddingOf(int index) => Border.Of(_settings.Padding!.Value, first: _plan.First + index == 0);

    // A pooled layer's gradient is read at the pooled size, unless it had to be unpooled.
    private GradientSource SourceOf(int index)
    {
        LayerPlan layer = _plan.Layers[index];
        if (layer.Pools && layer.Gradient is null)
            return PooledSourceOf(index);
        return new GradientSource(
            _memory.At(layer.Gradient), (byte*)_memory.At(layer.ReluBits), layer.Height, layer.Width, StrideOf(index),
            pooled: false, share: 1);
    }

    private GradientSource PooledSourceOf(int index)
    {
        LayerPlan layer = _plan.Layers[index];
        return new GradientSource(
            _memory.At(layer.PooledGradient),
            (byte*)_memory.At(layer.RouteBits ?? layer.ReluBits),
            layer.Height,
            layer.Width,
            StrideOf(index),
            pooled: true,
            share: _settings.Pooling == PoolingMode.Average ? 0.25f : 1);
    }

    private GradientTarget TargetOf(int index)
    {
        LayerPlan layer = _plan.Layers[index];
        LayerPlan? before = index > 0 ? _plan.Layers[index - 1] : null;
        return new GradientTarget(
            before is null ? _memory.SourceGradient
                : _memory.At(before.Pools ? before.PooledGradient : before.Gradient),
            layer.Height,
            layer.Width,
            StrideOf(index - 1),
            adds: before is { Pools: false, Tapped: true },
            PaddingOf(index),
            _memory.At(layer.Rim));
    }

    public void Dispose()
    {
        _input.Dispose();
        foreach (InnerLayer<TLanes>? layer in _layers)
            layer?.Dispose();
        foreach (NativeBuffer scratch in _scratch)
            scratch.Dispose();
        _moments.Dispose();
        _tap.Dispose();
    }
}
