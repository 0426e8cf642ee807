using Impasto.Networks;

namespace Impasto.Engines.Simd;

/// <summary>Runs a frozen network on the processor's vector units in plain C#.</summary>
/// <remarks>All memory of a step is laid out by a <see cref="StepPlan"/> and used again by the next; only results are fresh.</remarks>
internal sealed unsafe class SimdEngine<TLanes> : IEngine
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly Network _network;
    private readonly EngineSettings _settings;
    private readonly WorkerTeam _team;
    private readonly FrozenLayer<TLanes>?[] _layers;
    private readonly NativeBuffer[] _scratch;
    private readonly NativeBuffer _memory = new();
    private readonly MomentPass<TLanes> _moments = new();
    private readonly TapPass<TLanes> _tap = new();
    private readonly UnpoolPass<TLanes> _unpool = new();
    private readonly PlanarPass<TLanes> _planar = new();
    private StepPlan? _plan;
    private FeatureRequest? _request;
    private bool _kept;

    public SimdEngine(Network network, EngineSettings settings, int threads)
    {
        _network = network;
        _settings = settings with { Padding = settings.Padding ?? network.Padding };
        _team = new WorkerTeam(threads);
        _layers = new FrozenLayer<TLanes>?[network.Convolutions.Count];
        _scratch = new NativeBuffer[threads];
        for (int i = 0; i < threads; i++)
            _scratch[i] = new NativeBuffer();
    }

    public string Description => $"Simd on cpu, {TLanes.Name}, {_team.Count} thread{(_team.Count == 1 ? "" : "s")}";

    public long BytesFor(int width, int height, FeatureRequest request) =>
        SimdMemory.Bytes(_network, _settings, TLanes.Count, _team.Count, (width, height, request));

    public Features Forward(NetworkInput input, FeatureRequest request, Features? into = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequireSize(input, request.Deepest);
        _ = _network[request.Deepest];
        _kept = false;
        StepPlan plan = Plan(input, request);
        Features features = FeatureRoom.Take(_network.Convolutions, plan, into);
        _planar.ToBlocks(_team, input.Values, 3, new Plane(At(plan.Input), plan.Height, plan.Width, Stride(3)));
        for (int i = 0; i < plan.Layers.Count; i++)
        {
            RunForward(plan, i);
            Read(plan, i, features, request.MeasuresMoments);
        }

        _kept = request.KeepForBackward;
        return features;
    }

    private void Read(StepPlan plan, int index, Features features, bool moments)
    {
        LayerPlan layer = plan.Layers[index];
        Convolution convolution = _network.Convolutions[index];
        for (int region = 0; moments && region < layer.Regions.Count; region++)
            _moments.Run(_team, _scratch, FeaturesOf(plan, index), layer.Regions[region], features.Moments[convolution.Layer][region]);
        if (layer.Content)
            _planar.FromBlocks(_team, FeaturesOf(plan, index), convolution.Outputs, features.Maps[convolution.Layer].Values);
    }

    public void Backward(FeatureGradients gradients, float[] inputGradient)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(inputGradient);
        if (!_kept)
            throw new InvalidOperationException("Backward needs a forward pass that was kept for it.");
        _kept = false;
        StepPlan plan = _plan!;
        int last = plan.Layers.Count - 1;
        RunTap(plan, last, gradients, adds: false);
        for (int i = last; i >= 0; i--)
        {
            bool root = i > 0 && plan.Layers[i - 1].Pools && _settings.Pooling == PoolingMode.L2;
            if (i > 0 && plan.Layers[i - 1].Tapped && !root)
                RunTap(plan, i - 1, gradients, adds: false);
            Layer(i).Backward(_team, _scratch, SourceOf(plan, i), TargetOf(plan, i));
            if (i == 0)
                break;
            if (root)
                _unpool.RootMeanSquare(_team, PooledSourceOf(plan, i - 1), At(plan.Layers[i - 1].Features), At(plan.Layers[i - 1].Gradient));
            else if (plan.Layers[i - 1] is { Pools: true, Tapped: true })
                _unpool.Add(_team, PooledSourceOf(plan, i - 1), At(plan.Layers[i - 1].Gradient));
            if (root && plan.Layers[i - 1].Tapped)
                RunTap(plan, i - 1, gradients, adds: true);
        }

        _planar.FromBlocks(_team, new Plane(At(plan.InputGradient), plan.Height, plan.Width, Stride(3)), 3, inputGradient);
    }

    private StepPlan Plan(NetworkInput input, FeatureRequest request)
    {
        if (_plan is null || _plan.Width != input.Width || _plan.Height != input.Height || !Same(request))
        {
            _plan = new StepPlan(_network.Convolutions, TLanes.Count, _settings, input.Width, input.Height, request);
            _request = request;
            _memory.Require(_plan.Length);
        }

        return _plan;
    }

    private bool Same(FeatureRequest request) => ReferenceEquals(request, _request)
        || (request.KeepForBackward == _request!.KeepForBackward
            && request.StyleLayers.SequenceEqual(_request.StyleLayers)
            && request.ContentLayers.SequenceEqual(_request.ContentLayers)
            && request.Regions.SequenceEqual(_request.Regions));

    private FrozenLayer<TLanes> Layer(int index) => _layers[index] ??= LayerAlgorithm.Choose<TLanes>(_network.Convolutions[index]);

    private float* At(MemorySlot? slot) => slot is null ? null : (float*)(_memory.Bytes + slot.Offset);

    private static int Stride(int channels) => (channels + TLanes.Count - 1) / TLanes.Count * TLanes.Count;

    private Plane FeaturesOf(StepPlan plan, int index) => new(
        At(plan.Layers[index].Features),
        plan.Layers[index].Height,
        plan.Layers[index].Width,
        Stride(_network.Convolutions[index].Outputs));

    private PaddingMode PaddingOf(int index) => Border.Of(_settings.Padding!.Value, first: index == 0);

    private void RunForward(StepPlan plan, int index)
    {
        LayerPlan layer = plan.Layers[index], before = plan.Layers[Math.Max(0, index - 1)];
        FrozenLayer<TLanes> frozen = Layer(index);
        MemorySlot? input = index == 0 ? plan.Input : before.Pools ? before.Pooled : before.Features;
        var source = new Plane(At(input), layer.Height, layer.Width, Stride(frozen.Convolution.Inputs));
        frozen.Forward(_team, _scratch, source, PaddingOf(index), new LayerOutput(
            frozen.Bias,
            frozen.OutputBlocks,
            At(layer.Features),
            layer.Height,
            layer.Width,
            At(layer.Pooled),
            _settings.Pooling,
            (byte*)At(layer.ReluBits),
            (byte*)At(layer.RouteBits)));
    }

    private void RunTap(StepPlan plan, int index, FeatureGradients gradients, bool adds)
    {
        LayerName name = _network.Convolutions[index].Layer;
        _tap.Run(
            _team,
            _scratch,
            FeaturesOf(plan, index),
            _network.Convolutions[index].Outputs,
            new LayerGradient(
                plan.Layers[index].Regions, gradients.Moments.GetValueOrDefault(name), gradients.Maps.GetValueOrDefault(name)),
            At(plan.Layers[index].Gradient),
            adds);
    }

    // A pooled layer's gradient is read at the pooled size, unless it had to be unpooled.
    private GradientSource SourceOf(StepPlan plan, int index)
    {
        LayerPlan layer = plan.Layers[index];
        if (layer.Pools && layer.Gradient is null)
            return PooledSourceOf(plan, index);
        return new GradientSource(
            At(layer.Gradient), (byte*)At(layer.ReluBits), layer.Height, layer.Width, Layer(index).OutputBlocks * TLanes.Count, pooled: false, share: 1);
    }

    private GradientSource PooledSourceOf(StepPlan plan, int index)
    {
        LayerPlan layer = plan.Layers[index];
        return new GradientSource(
            At(layer.PooledGradient),
            (byte*)At(layer.RouteBits ?? layer.ReluBits),
            layer.Height,
            layer.Width,
            Layer(index).OutputBlocks * TLanes.Count,
            pooled: true,
            share: _settings.Pooling == PoolingMode.Average ? 0.25f : 1);
    }

    private GradientTarget TargetOf(StepPlan plan, int index)
    {
        LayerPlan layer = plan.Layers[index];
        LayerPlan? before = index == 0 ? null : plan.Layers[index - 1];
        MemorySlot? slot = before is null ? plan.InputGradient : before.Pools ? before.PooledGradient : before.Gradient;
        return new GradientTarget(
            At(slot),
            layer.Height,
            layer.Width,
            Layer(index).InputBlocks * TLanes.Count,
            adds: before is { Pools: false, Tapped: true },
            PaddingOf(index),
            At(layer.Rim));
    }

    private static void RequireSize(NetworkInput input, LayerName deepest)
    {
        if (Math.Min(input.Width, input.Height) < deepest.Stride)
        {
            throw new ImpastoException(
                $"A picture of {input.Width} x {input.Height} is too small for {deepest}: expected at least "
                + $"{deepest.Stride} x {deepest.Stride} pixels.");
        }
    }

    public void Dispose()
    {
        _team.Dispose();
        foreach (FrozenLayer<TLanes>? layer in _layers)
            layer?.Dispose();
        foreach (NativeBuffer scratch in _scratch)
            scratch.Dispose();
        _memory.Dispose();
        _moments.Dispose();
        _tap.Dispose();
    }
}
