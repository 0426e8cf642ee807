using Impasto.Engines.Simd.Planes;
using Impasto.Networks;

namespace Impasto.Engines.Simd.Layout;

/// <summary>
/// Where everything lies during a step at one size: in one piece, or with the first blocks in bands and the rest in one
/// piece.
/// </summary>
/// <remarks>
/// In bands a block's own features are never all there at once: only pooled ones, an eighth and less, are kept of the
/// whole picture, and bits. Features that a loss looks at are computed again before their gradient. A block whose
/// features the content loss wants as they are is in the rest, and so is what follows it. With B blocks in bands, block
/// k runs forward at moment k and backward at moment 2 B + 1 - k, the rest at B and B + 1. Source: the streaming of
/// Pinckaers, van Ginneken and Litjens, 2019, with bits kept instead of a second forward pass.
/// </remarks>
internal sealed class StepPlan
{
    private readonly MemoryPlan _memory = new();
    private readonly IReadOnlyList<Convolution> _convolutions;
    private readonly int _lanes;
    private readonly EngineSettings _settings;
    private readonly bool _keeps;

    /// <summary>Lays a step out.</summary>
    /// <param name="network">The network.</param>
    /// <param name="lanes">Channels in a block of memory.</param>
    /// <param name="settings">Pooling and padding; padding must be given.</param>
    /// <param name="width">The picture's columns.</param>
    /// <param name="height">The picture's rows.</param>
    /// <param name="request">The request.</param>
    /// <param name="cut">How blocks are cut into bands; null for the best cut known.</param>
    public StepPlan(
        Network network, int lanes, EngineSettings settings, int width, int height, FeatureRequest request,
        BandCut? cut = null)
    {
        (_convolutions, _lanes, _settings, _keeps) = (network.Convolutions, lanes, settings, request.KeepForBackward);
        Width = width;
        Height = height;
        Shapes = LayerShape.Of(network, width, height, request);
        // A band does not see the opposite edge.
        bool inBands = request.InBands && settings.Padding != PaddingMode.Wrap;
        List<(int First, int Count, IReadOnlyList<Band> Bands)> banded = inBands ? Cut(cut ?? new BandCut()) : [];
        int blocks = banded.Count, first = blocks == 0 ? 0 : banded[^1].First + banded[^1].Count;
        if (blocks > 0)
        {
            long planes = PaddedPlanes.Length(height, width) * sizeof(float);
            Input = _memory.Reserve(planes, 0, _keeps ? (2 * blocks) + 1 : 0);
            InputGradient = _keeps ? _memory.Reserve(planes, (2 * blocks) + 1, (2 * blocks) + 1) : null;
        }

        Blocks = [.. banded.Select((block, k) => Plan(block.First, block.Count, block.Bands, k, blocks))];
        Rest = new SegmentPlan(_convolutions, lanes, settings, [.. Shapes.Skip(first)], (first, null, _keeps));
        RestMemory = _memory.Reserve(Rest.Length, blocks, blocks + 1);
    }

    /// <summary>The picture's columns.</summary>
    public int Width { get; }

    /// <summary>The picture's rows.</summary>
    public int Height { get; }

    /// <summary>The layers up to the deepest that is wanted, in the whole picture.</summary>
    public IReadOnlyList<LayerShape> Shapes { get; }

    /// <summary>Blocks in bands, from the first on; none for a step in one piece.</summary>
    public IReadOnlyList<BlockPlan> Blocks { get; }

    /// <summary>The layers after them, in one piece.</summary>
    public SegmentPlan Rest { get; }

    /// <summary>Its memory.</summary>
    public MemorySlot RestMemory { get; }

    /// <summary>The network's input, padded, where the first block is in bands.</summary>
    public MemorySlot? Input { get; }

    /// <summary>Its gradient.</summary>
    public MemorySlot? InputGradient { get; }

    /// <summary>Bytes of the whole step.</summary>
    public long Length => _memory.Length;

    private List<(int First, int Count, IReadOnlyList<Band> Bands)> Cut(BandCut cut)
    {
        List<(int, int, IReadOnlyList<Band>)> blocks = [];
        for (int first = 0; first < Shapes.Count;)
        {
            int last = first;
            while (last < Shapes.Count && !Shapes[last].Pools)
                last++;
            int count = last + 1 - first;
            if (last == Shapes.Count || Shapes.Skip(first).Take(count).Any(shape => shape.Content))
                break;
            int channels = _convolutions.Skip(first).Take(count).Max(convolution => convolution.Outputs);
            IReadOnlyList<Band> bands = cut.Bands(Shapes[first].Height, Shapes[first].Width, channels, count);
            if (bands.Count == 1)
                break;
            blocks.Add((first, count, bands));
            first += count;
        }

        return blocks;
    }

    private BlockPlan Plan(int first, int count, IReadOnlyList<Band> bands, int k, int blocks)
    {
        SegmentPlan[] segments = [.. bands.Select(band =>
            new SegmentPlan(
                _convolutions, _lanes, _settings, [.. Shapes.Skip(first).Take(count)], (first, band, _keeps)))];
        LayerShape last = Shapes[first + count - 1];
        long length = segments.Max(segment => segment.Length);
        long pooled =
            SegmentPlan.Bytes(last.Width / 2, last.Height / 2, _convolutions[first + count - 1].Outputs, _lanes);
        int backward = (2 * blocks) + 1 - k;
        var plan = new BlockPlan(
            segments, _memory.Reserve(length, k, k),
            _memory.Reserve(pooled, k, _keeps && k + 1 < blocks ? backward - 1 : k + 1));
        return !_keeps ? plan : plan with
        {
            Kept = _memory.Reserve(plan.KeptLength * bands.Count, k, backward),
            PooledGradient = _memory.Reserve(pooled, backward - 1, backward),
            Backward = _memory.Reserve(length, backward, backward),
        };
    }
}
