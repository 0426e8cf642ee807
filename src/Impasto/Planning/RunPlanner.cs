using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Options;
using Impasto.Tiles;

namespace Impasto.Planning;

/// <summary>Chooses, for every scale of a run, the quickest way that fits into memory.</summary>
/// <remarks>
/// The ways are: in one piece; in bands, if the engine supports them; with fewer remembered steps of L-BFGS; in tiles
/// of several sizes; and each of these with pixels and the optimiser's vectors in temporary files. Small tiles in
/// memory are slower than larger ones on disk, because their margins are computed several times.
/// </remarks>
/// <param name="engine">Gives its memory for a pass.</param>
/// <param name="network">The network.</param>
/// <param name="options">The recipe.</param>
/// <param name="sizes">The pictures.</param>
internal sealed class RunPlanner(IEngine engine, Network network, StylizeOptions options, PlanSizes sizes)
{
    // Time of vectors in files relative to memory: nearly 1 if the system caches the files, several times a step's work
    // on a slow disk.
    private const double DiskTime = 2;

    private static readonly int[] Cores = [ScaleLayout.Whole, 2048, 1536, 1024, 768, 512, 384, 256, 160, 96];

    private readonly ScaleMemory _memory = new(engine, network, options, sizes);

    /// <summary>Plans a run.</summary>
    /// <param name="limit">Most bytes that the run may take in addition to those of the process.</param>
    /// <exception cref="MemoryException">No way fits.</exception>
    public StylizePlan Plan(long limit)
    {
        IReadOnlyList<PictureSize> pyramid = Pyramid.Scales(options, network, sizes.Content);
        StylizePlanScale[] scales = Choose(pyramid, limit);
        StylizePlanScale largest = scales.MaxBy(scale => scale.Bytes)!;
        List<StylizePlanPart> parts = [.. _memory.Parts(largest, pyramid[^1])];
        long atTheEnd = _memory.AtTheEnd(scales[^1], pyramid[^1]);
        if (atTheEnd > largest.Bytes)
            parts.Add(new StylizePlanPart("the result, while it is written", atTheEnd - largest.Bytes));
        var plan = new StylizePlan(scales, parts, limit)
        {
            DiskBytes = scales.Max(scale => _memory.DiskBytes(scale, pyramid[^1])),
            Multiplications = scales.Sum(scale => _memory.Multiplications(scale, pyramid[^1])),
        };
        foreach (MixedSizes mixed in sizes.Mixed)
        {
            if (MixingRecipe(mixed) is { } recipe)
                plan = After(PlanMixing(mixed, recipe, limit), plan);
        }

        return plan;
    }

    /// <summary>The recipe of the run that gives a style the strokes of another; null if there is none.</summary>
    public StylizeOptions? MixingRecipe(MixedSizes mixed) =>
        StyleMixing.Recipe(options, network, mixed.Style, Pyramid.Final(options.Sizing, sizes.Content));

    /// <summary>Plans that run. Of this run only the pictures are in memory at that time.</summary>
    /// <param name="mixed">The sizes of its pictures.</param>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="limit">Most bytes that both may take.</param>
    /// <exception cref="MemoryException">No way fits.</exception>
    public StylizePlan PlanMixing(MixedSizes mixed, StylizeOptions recipe, long limit)
    {
        var planner = new RunPlanner(engine, network, recipe, new PlanSizes(mixed.Style, [mixed.Strokes]));
        return planner.Plan(limit - _memory.Beside);
    }

    /// <summary>As <see cref="Plan"/>; null if no way fits.</summary>
    public StylizePlan? TryPlan(long limit)
    {
        try
        {
            return Plan(limit);
        }
        catch (MemoryException)
        {
            return null;
        }
    }

    private StylizePlan After(StylizePlan mixing, StylizePlan run) => run with
    {
        Parts = mixing.Bytes + _memory.Beside > run.Bytes
            ? [.. mixing.Parts, new StylizePlanPart("pictures for after the mixing", _memory.Beside)]
            : run.Parts,
        DiskBytes = Math.Max(mixing.DiskBytes, run.DiskBytes),
        Multiplications = mixing.Multiplications + run.Multiplications,
        Mixing = [.. run.Mixing, .. mixing.Scales],
    };

    private StylizePlanScale[] Choose(IReadOnlyList<PictureSize> pyramid, long limit)
    {
        (StylizePlanScale? Way, long Fewest)[] chosen =
            [.. pyramid.Select((size, scale) => Choose(size, scale, pyramid[^1], limit))];
        if (Array.TrueForAll(chosen, scale => scale.Way is not null))
            return [.. chosen.Select(scale => scale.Way!)];
        (int at, (_, long fewest)) = chosen.Index().MaxBy(scale => scale.Item.Fewest);
        string how = IsWrapped ? "in one piece, which a tileable picture is" : "in bands or tiles";
        // Rounded up: what is said is enough.
        throw new MemoryException(
            $"{pyramid[at]} takes {Math.Ceiling(fewest / 1e8) / 10:0.0} GB of memory at least, {how}, "
            + $"and {limit / 1e9:0.0} GB may be used.");
    }

    // The quickest way that fits, null for none, and the bytes of the way that takes fewest.
    private (StylizePlanScale? Way, long Fewest) Choose(PictureSize size, int scale, PictureSize final, long limit)
    {
        long fewest = long.MaxValue;
        double least = double.PositiveInfinity;
        StylizePlanScale? quickest = null;
        var plain = new StylizePlanScale(size, options.Steps.At(scale));
        if (size == final && _memory.LooksForMatches(plain, final))
            plain = plain with { SplitSteps = options.Losses.SplitStepsOf(plain.Steps) };
        foreach (StylizePlanScale way in Ways(plain))
        {
            double time = _memory.Multiplications(way, final) * (way.OnDisk ? DiskTime : 1);
            if (time >= least)
                continue;
            long bytes = _memory.Parts(way, final).Sum(part => part.Bytes);
            long needed = Math.Max(bytes, size == final ? _memory.AtTheEnd(way, final) : 0);
            fewest = Math.Min(fewest, needed);
            if (needed > limit)
                continue;
            (quickest, least) = (way with { Bytes = bytes }, time);
            if (way is { Tiles: 1, InBands: false, OnDisk: false })
                break;
        }

        return (quickest, fewest);
    }

    // A picture whose edges see each other is one piece.
    private bool IsWrapped => options.Network.Padding == PaddingMode.Wrap;

    // A pyramid does not join opposite edges: in a few steps it would leave a seam.
    private OptimizerOptions Optimizer =>
        IsWrapped ? options.Optimizer with { CoarseGain = 0 } : options.Optimizer;

    private IEnumerable<StylizePlanScale> Ways(StylizePlanScale plain)
    {
        foreach (bool disk in new[] { false, true })
        {
            foreach (int core in IsWrapped ? Cores.AsSpan(0, 1).ToArray() : Cores)
            {
                TileGrid grid = _memory.Grid(plain.Size, core);
                if ((core != ScaleLayout.Whole && grid.IsWhole) || !_memory.FitsArrays(grid))
                    continue;
                StylizePlanScale way = plain with
                {
                    Core = core,
                    Tiles = grid.Tiles.Count,
                    TileSize = new PictureSize(grid.Largest.Width, grid.Largest.Height),
                    Optimizer = Optimizer.For(plain.Steps),
                    OnDisk = disk,
                };
                if (grid.IsWhole)
                    yield return way;
                if (IsWrapped)
                    continue;

                // Computed only if one piece does not fit.
                way = way with { InBands = _memory.BandsSave(grid) };
                OptimizerOptions? leaner = way.Optimizer;
                while (leaner is not null)
                {
                    yield return way with { Optimizer = leaner };
                    leaner = disk ? null : leaner.Leaner();
                }
            }
        }
    }
}
