using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Layout;
using Impasto.Engines.Simd.Planes;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Engines.Simd;

/// <summary>Runs a frozen network on the processor's vector units in plain C#.</summary>
/// <remarks>
/// All memory of a step is laid out by a <see cref="StepPlan"/> and used again by the next; only results are fresh.
/// </remarks>
internal sealed unsafe class SimdEngine<TLanes> : ITeamEngine
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly Network _network;
    private readonly EngineSettings _settings;
    private readonly WorkerTeam _team;
    private readonly SegmentPass<TLanes> _segment;
    private readonly RowPass _rows = new();
    private readonly NativeBuffer _memory = new();
    private readonly BandCut? _cut;
    private StepPlan? _plan;
    private FeatureRequest? _request;
    private bool _kept;
    private bool _disposed;

    public SimdEngine(Network network, EngineSettings settings, int threads, BandCut? cut = null)
    {
        SimdChain.Require(network);
        _cut = cut;
        _network = network;
        _settings = settings with { Padding = settings.Padding ?? network.Padding };
        _team = new WorkerTeam(threads);
        _segment = new SegmentPass<TLanes>(network, _settings, _team);
    }

    public string Description => $"Simd on cpu, {TLanes.Name}, {_team.Count} thread{(_team.Count == 1 ? "" : "s")}";

    public WorkerTeam Team => _team;

    public long BytesFor(int width, int height, FeatureRequest request) =>
        SimdMemory.Bytes(_network, _settings, TLanes.Count, _team.Count, (width, height, request));

    public Features Forward(NetworkInput input, FeatureRequest request, Features? into = null)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(request);
        request.Check(_network, input);
        _kept = false;
        StepPlan plan = Plan(input, request);
        Features features = FeatureRoom.Take(_network.Convolutions, plan.Shapes, into);
        Picture(plan).Fill(input.Values, InputPadding);
        for (int block = 0; block < plan.Blocks.Count; block++)
        {
            for (int band = 0; band < plan.Blocks[block].Bands.Count; band++)
            {
                SelectBand(plan, block, band, backward: false);
                _segment.Forward(features, request.MeasuresMoments);
                KeepPooled(plan, block, band);
            }
        }

        SelectRest(plan);
        _segment.Forward(features, request.MeasuresMoments);
        _kept = request.KeepForBackward;
        // The passes work on bare pointers into memory that a finalizer of this engine's buffers would free.
        GC.KeepAlive(this);
        return features;
    }

    public void Backward(FeatureGradients gradients, float[] inputGradient)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(inputGradient);
        if (!_kept)
            throw new InvalidOperationException("Backward needs a forward pass that was kept for it.");
        _kept = false;
        StepPlan plan = _plan!;
        SelectRest(plan);
        _segment.Backward(gradients);
        for (int block = plan.Blocks.Count - 1; block >= 0; block--)
        {
            if (block == 0)
                PictureGradient(plan).Clear();
            for (int band = 0; band < plan.Blocks[block].Bands.Count; band++)
            {
                SelectBand(plan, block, band, backward: true);
                _segment.Repeat();
                TakePooledGradient(plan, block, band);
                _segment.Backward(gradients);
                Scatter(plan, block, band);
            }
        }

        PictureGradient(plan).Fold(InputPadding, inputGradient);
        GC.KeepAlive(this);
    }

    public void Trim()
    {
        _plan = null;
        _kept = false;
        _memory.Dispose();
    }

    private StepPlan Plan(NetworkInput input, FeatureRequest request)
    {
        if (_plan is null || _plan.Width != input.Width || _plan.Height != input.Height || !Same(request))
        {
            _plan = new StepPlan(_network, TLanes.Count, _settings, input.Width, input.Height, request, _cut);
            _request = request;
            _memory.Require(_plan.Length);
        }

        return _plan;
    }

    private bool Same(FeatureRequest request) => ReferenceEquals(request, _request)
        || (request.KeepForBackward == _request!.KeepForBackward
            && request.InBands == _request.InBands
            && request.StyleLayers.SequenceEqual(_request.StyleLayers)
            && request.ContentLayers.SequenceEqual(_request.ContentLayers)
            && request.Regions.SequenceEqual(_request.Regions));

    private PaddingMode InputPadding => Border.Of(_settings.Padding!.Value, first: true);

    private byte* At(MemorySlot? slot) => slot is null ? null : _memory.Bytes + slot.Offset;

    private byte* RestAt(StepPlan plan, MemorySlot? slot) => slot is null ? null : At(plan.RestMemory) + slot.Offset;

    private PaddedPlanes Picture(StepPlan plan) => new(
        (float*)(plan.Input is null ? RestAt(plan, plan.Rest.Input) : At(plan.Input)), plan.Height, plan.Width);

    private PaddedPlanes PictureGradient(StepPlan plan) => new(
        (float*)(plan.Input is null ? RestAt(plan, plan.Rest.InputGradient) : At(plan.InputGradient)), plan.Height,
        plan.Width);

    private void SelectRest(StepPlan plan)
    {
        BlockPlan? before = plan.Blocks.Count > 0 ? plan.Blocks[^1] : null;
        byte* memory = At(plan.RestMemory);
        _segment.Select(plan.Rest, new SegmentMemory
        {
            Memory = memory,
            Kept = memory,
            Source = (float*)At(before?.Pooled),
            SourceGradient = (float*)At(before?.PooledGradient),
            Picture = Picture(plan),
            PictureGradient = PictureGradient(plan),
        });
    }

    private void SelectBand(StepPlan plan, int block, int band, bool backward)
    {
        BlockPlan blockPlan = plan.Blocks[block];
        SegmentPlan segment = blockPlan.Bands[band];
        byte* memory = At(backward ? blockPlan.Backward : blockPlan.Forward);
        float* gradient = GradientOf(blockPlan, segment);
        int rows = segment.Band.Height, width = segment.Layers[0].Width;
        _segment.Select(segment, new SegmentMemory
        {
            Memory = memory,
            Kept = At(blockPlan.Kept) + (band * blockPlan.KeptLength),
            Source = block == 0 ? null
                : Between(plan, block - 1, plan.Blocks[block - 1].Pooled).At(segment.Band.Top, 0),
            SourceGradient = gradient,
            Picture = block > 0 ? default : Picture(plan).Rows(segment.Band.Top, rows),
            PictureGradient = new PaddedPlanes(gradient, rows, width),
        });
    }

    // The gradient of a band's input; null without a backward pass.
    private float* GradientOf(BlockPlan block, SegmentPlan band) =>
        band.InputGradient is { } slot ? (float*)(At(block.Backward) + slot.Offset) : null;

    // The pooled features, or their gradient, between a block and the next.
    private Plane Between(StepPlan plan, int block, MemorySlot? slot)
    {
        SegmentPlan segment = plan.Blocks[block].Bands[0];
        LayerShape last = segment.Layers[^1].Shape;
        int outputs = _network.Convolutions[segment.First + segment.Layers.Count - 1].Outputs;
        return new Plane((float*)At(slot), last.Height / 2, last.Width / 2, SegmentPlan.Stride(outputs, TLanes.Count));
    }

    private void KeepPooled(StepPlan plan, int block, int band)
    {
        Band rows = plan.Blocks[block].Bands[band].Band;
        _rows.Copy(_team, PooledCore(_segment.Pooled, rows), Between(plan, block, plan.Blocks[block].Pooled),
            rows.CoreTop / 2);
    }

    // Only the core of a band has a gradient: the other rows belong to its neighbours.
    private void TakePooledGradient(StepPlan plan, int block, int band)
    {
        Band rows = plan.Blocks[block].Bands[band].Band;
        Plane whole = Between(plan, block, plan.Blocks[block].PooledGradient), target = _segment.PooledGradient,
            core = PooledCore(target, rows);
        target.ClearRows(0, rows.CoreOffset / 2);
        target.ClearRows((rows.CoreOffset / 2) + core.Height, target.Height);
        _rows.Copy(_team, new Plane(whole.At(rows.CoreTop / 2, 0), core.Height, whole.Width, whole.Stride), core, 0);
    }

    private static Plane PooledCore(Plane pooled, Band rows) => new(
        pooled.At(rows.CoreOffset / 2, 0), (rows.CoreTop + rows.CoreHeight) / 2 - (rows.CoreTop / 2), pooled.Width,
        pooled.Stride);

    // Bands overlap: a band's gradient is added to that of the block's input.
    private void Scatter(StepPlan plan, int block, int band)
    {
        BlockPlan blockPlan = plan.Blocks[block];
        SegmentPlan segment = blockPlan.Bands[band];
        float* gradient = GradientOf(blockPlan, segment);
        Band rows = segment.Band;
        if (block == 0)
        {
            PictureGradient(plan).Rows(rows.Top, rows.Height).Add(new PaddedPlanes(gradient, rows.Height, plan.Width));
            return;
        }

        Plane target = Between(plan, block - 1, plan.Blocks[block - 1].PooledGradient);
        Band? before = band > 0 ? blockPlan.Bands[band - 1].Band : null;
        int written = before is { } above ? above.Top + above.Height : 0;
        _rows.Run(_team, new Plane(gradient, rows.Height, target.Width, target.Stride), target, rows.Top, written);
    }

    public void Dispose()
    {
        _disposed = true;
        _plan = null;
        _kept = false;
        _team.Dispose();
        _segment.Dispose();
        _memory.Dispose();
    }
}
