using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Losses.Styles;
using Impasto.Matching;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Points;
using Impasto.Storage;
using Impasto.Threads;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>Finds the painting's features that are nearest to the photograph's, and arranges them as its.</summary>
/// <remarks>
/// Source: Kolkin, Kucera, Paris, Sykora, Shechtman and Shakhnarovich, "Neural Neighbor Style Transfer", 2022, section
/// 3: nearest by the cosine of vectors less their mean, between the paintings and 1/4 result so far + 3/4 photograph.
/// Differs from the paper: layers and their weights, leading directions only, matches once a scale, near the coarser
/// scale's in large pictures, handicaps for what is like everything (<see cref="NearestSearch"/>), and squared
/// distances to the matched features beside a style loss. The paper's "feature splitting", its section 3.3, is a
/// search for one layer by itself, between the paintings and the result so far; the paper repeats it at every step.
/// </remarks>
/// <param name="reader">Runs the network on the content.</param>
/// <param name="layout">Tiles, and the storage of features.</param>
/// <param name="inputs">Content and styles.</param>
/// <param name="split">
/// The one layer that is matched by itself; null for all layers of <see cref="Hypercolumn"/>.
/// </param>
internal sealed class FeatureMatcher(
    FeatureReader reader, ScaleLayout layout, ObjectiveInputs inputs, LayerName? split = null)
{
    /// <summary>
    /// Positions that are searched among all, those of 256 x 256 pixels: a larger scale looks around the matches of the
    /// coarser one.
    /// </summary>
    public const int MostSearched = 1 << 12;

    /// <summary>
    /// Positions of a scale that looks for itself at all, those of 2048 x 2048 pixels: a larger one takes what the
    /// coarser scale's matches suggest.
    /// </summary>
    public const int MostRefined = 1 << 18;

    // Positions of a painting that a picture without a coarser scale is compared with, those of 1024 x 1024 pixels.
    private const int MostKeys = 1 << 16;

    // The paintings that the directions come from have about as many pixels as a first scale, and no thin side.
    private const int SampledPixels = 160 * 160;
    private const int SampledSide = 48;

    // The share of the photograph in the picture that is matched; the rest is the result of the coarser scale.
    private const float PhotoShare = 0.75f;

    // Positions of the picture by which it is known which parts of a painting are like much of it.
    private const int SampledPlaces = 1024;

    // The squared weight of a position that is half in a mask.
    private const float Inside = 0.25f;

    private readonly WorkerTeam? _team = (reader.Engine as ITeamEngine)?.Team;
    private readonly Hypercolumn _column = split is { } layer
        ? Hypercolumn.Of(reader.Network.Layer(layer))
        : Hypercolumn.Of(reader.Network);

    private readonly WeightedStyle[] _styles =
        [.. inputs.Regions.Parts.SelectMany(part => part.Styles).Distinct(ReferenceEqualityComparer.Instance)
            .Cast<WeightedStyle>()];

    private readonly Dictionary<(int Width, int Height, bool Kept), Features> _results = [];
    private readonly ScaleLayout _looks = layout.ForLooks;
    private MatchField? _field;

    /// <summary>Positions above which the search keeps to the surroundings of the coarser scale's matches.</summary>
    public int Limit { get; init; } = MostSearched;

    private FeatureReader StyleReader => reader.OfStyles ?? reader;

    /// <summary>The targets of the content's layers.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="deepest">The deepest layer of the optimisation.</param>
    public IReadOnlyDictionary<LayerName, FeatureTarget> Targets(IReadOnlyList<LayerName> layers, LayerName deepest)
    {
        MatchField field = Field();
        bool staysSomewhere = field.Matches.AsSpan().Contains(MatchField.Photo);
        IReadOnlyDictionary<LayerName, FeatureTarget> targets = staysSomewhere
            ? reader.Content(inputs.Content, layers, deepest, layout)
            : reader.NoContent(inputs.Content, layers, deepest, layout);
        if (staysSomewhere)
        {
            foreach ((LayerName layer, FeatureTarget target) in targets)
                MatchedFeatures.Keep(field, reader.Network.StrideOf(layer), target);
        }

        for (int i = 0; i < _styles.Length; i++)
        {
            if (!field.Has(i))
                continue;
            using var store = new PixelStore(inputs.Styles.Folder);
            IReadOnlyDictionary<LayerName, FeatureTarget> painted = inputs.Styles.Use(
                _styles[i],
                picture => StyleReader.Content(
                    picture, layers, reader.Network.Deepest(layers), _looks with { Store = store }, "style"));
            foreach ((LayerName layer, FeatureTarget target) in targets)
                MatchedFeatures.Add(field, i, reader.Network.StrideOf(layer), painted[layer], target);
        }

        RaiseFlat(targets);
        return targets;
    }

    /// <summary>The paintings' pixels, arranged as the picture's positions match them.</summary>
    /// <returns>3 x height x width in the store of the layout; the photograph's own where it stays.</returns>
    public PixelBuffer Pixels()
    {
        MatchField field = Field();
        PixelBuffer pixels = layout.Store.Create(inputs.Content.Point.Length);
        var arranged = new MatchedPixels(field, reader.Settings.Padding == PaddingMode.Wrap, _team);
        if (field.Matches.AsSpan().Contains(MatchField.Photo))
            arranged.Add(MatchField.Photo, inputs.Content, pixels);
        for (int i = 0; i < _styles.Length; i++)
        {
            if (!field.Has(i))
                continue;
            inputs.Styles.Use(_styles[i], picture =>
            {
                arranged.Add(i, picture, pixels);
                return true;
            });
        }

        using var store = new PixelStore(inputs.Styles.Folder);
        arranged.Calm(pixels, store);
        return pixels;
    }

    // What a flat painting has is next to nothing: as a divisor it would make the term outweigh all others.
    private void RaiseFlat(IReadOnlyDictionary<LayerName, FeatureTarget> targets)
    {
        if (_styles.Length == 0)
            return;
        using var store = new PixelStore();
        LayerName[] layers = [.. targets.Keys.Where(layer => reader.Network.StrideOf(layer) <= UsualPicture.Side)];
        if (layers.Length == 0)
            return;
        IReadOnlyDictionary<LayerName, FeatureTarget> usual = reader.Content(
            reader.UsualPoint, layers, reader.Network.Deepest(layers), new ScaleLayout(ScaleLayout.Whole, store));
        foreach (LayerName layer in layers)
        {
            FeatureTarget target = targets[layer];
            double positions = (double)target.Count / usual[layer].Count;
            double floor = RelativeFloor.Of(target.Variation(), positions * usual[layer].Variation());
            target.LeastEnergy = Math.Max(target.LeastEnergy, floor * positions * usual[layer].Energy);
        }
    }

    /// <summary>The matches at this scale.</summary>
    public MatchField Field() => _field ??= Found();

    private MatchField Found()
    {
        var size = new PictureSize(inputs.Content.Width, inputs.Content.Height);
        PictureSize[] sizes = [.. _styles.Select(inputs.Styles.SizeOf)];
        ContentMatches? matches = inputs.Matches;
        if (matches?.At(split) is { } kept && kept.Size == size && kept.Styles.SequenceEqual(sizes))
            return kept;
        (int width, int height) = Hypercolumn.Grid(size);
        int[] nearest = new int[width * height];
        nearest.AsSpan().Fill(MatchField.Photo);
        var field = new MatchField(size, sizes, nearest);
        MatchField? coarser = matches?.Latest is { } latest && latest.Styles.Count == sizes.Length ? latest : null;
        if (inputs.Held?.Matches is { } held && held.Size == size && held.Styles.SequenceEqual(sizes))
            Search(field, held, isHeld: true);
        else if (coarser is not null && Math.Max(nearest.Length, field.Starts[^1]) > MostRefined)
            coarser.CarryOn(field);
        else if (_styles.Length > 0)
            Search(field, coarser);
        matches?.Keep(split, field);
        return field;
    }

    private void Search(MatchField field, MatchField? coarser, bool isHeld = false)
    {
        bool isLarge = coarser is not null && (isHeld || Math.Max(field.Matches.Length, field.Starts[^1]) > Limit);
        FeatureBasis basis = Basis().Leading(isLarge ? FeatureBasis.Fewest : FeatureBasis.Most);
        FeatureVectors[] painted = [.. _styles.Select(style => inputs.Styles.Use(
            style, picture => Vectors(StyleReader, picture, basis, "style")))];
        FeatureVectors[] seen = [Seen(basis)];
        int[] parts = Parts(field);
        for (int part = 0; part < inputs.Regions.Parts.Count; part++)
        {
            (int, int)[] places = [.. Enumerable.Range(0, parts.Length)
                .Where(position => parts[position] == part)
                .Select(position => (0, position))];
            (int Style, int Position)[] keys =
                [.. inputs.Regions.Parts[part].Styles.SelectMany(style => Keys(style, field))];
            if (coarser is null && keys.Length > MostKeys)
                keys = Thinned(keys);
            if (places.Length == 0 || keys.Length == 0)
                continue;
            var search = new NearestSearch(FeatureVectors.Directions(painted, keys, basis.Count), basis.Count);
            int step = (places.Length + SampledPlaces - 1) / SampledPlaces;
            (int, int)[] sample = [.. places.Where((_, number) => number % step == 0)];
            search.Handicap(FeatureVectors.Directions(seen, sample, basis.Count), inputs.MatchVariety, _team);
            // What is new in a picture after others may match anything.
            (int, int Position)[] anywhere = isLarge
                ? [.. places.Where(place => isHeld && coarser!.Matches[place.Item2] == MatchField.Photo)]
                : places;
            Set(anywhere, queries => search.Among(queries, _team));
            if (isLarge)
            {
                (int, int Position)[] near = [.. places.Except(anywhere)];
                Set(near, queries => Around(search, queries, near, keys, field, coarser!));
            }

            void Set((int, int Position)[] at, Func<float[], int[]> find)
            {
                if (at.Length == 0)
                    return;
                int[] found = find(FeatureVectors.Directions(seen, at, basis.Count));
                for (int i = 0; i < found.Length; i++)
                    field.Matches[at[i].Position] = field.Starts[keys[found[i]].Style] + keys[found[i]].Position;
            }
        }
    }

    private static (int, int)[] Thinned((int, int)[] keys)
    {
        int step = (keys.Length + MostKeys - 1) / MostKeys;
        return [.. keys.Where((_, number) => number % step == 0)];
    }

    private int[] Around(
        NearestSearch search, float[] queries, (int, int Position)[] places, (int Style, int Position)[] keys,
        MatchField field, MatchField coarser)
    {
        int[] numbers = new int[field.Starts[^1]];
        numbers.AsSpan().Fill(-1);
        for (int i = 0; i < keys.Length; i++)
            numbers[field.Starts[keys[i].Style] + keys[i].Position] = i;
        return search.Among(
            queries,
            (query, found) =>
            {
                (int y, int x) = Math.DivRem(places[query].Position, field.Grid.Width);
                int count = 0;
                foreach (int position in found[..coarser.Suggest(x, y, field, found)])
                {
                    if (numbers[position] >= 0)
                        found[count++] = numbers[position];
                }

                return count;
            },
            MatchField.MostSuggestions,
            _team);
    }

    // The positions of a painting that count.
    private IEnumerable<(int Style, int Position)> Keys(WeightedStyle style, MatchField field)
    {
        int number = Array.FindIndex(_styles, other => ReferenceEquals(other, style));
        PictureSize size = field.Styles[number];
        (int width, int height) = Hypercolumn.Grid(size);
        float[]? weights = style.Mask is null ? null : Weights(style.Mask, size);
        for (int position = 0; position < width * height; position++)
        {
            if (weights is null || (position < weights.Length && weights[position] >= Inside))
                yield return (number, position);
        }
    }

    private float[] Weights(Mask mask, PictureSize size)
    {
        LayerInfo reaching = _column.Layers.FirstOrDefault(layer => layer.Stride >= Hypercolumn.Stride)
            ?? _column.Layers[^1];
        float[] guide = mask.Resize(size.Width, size.Height).Values;
        return LayerGuide.Of(guide, (size.Width, size.Height), Hypercolumn.Stride, reaching.Radius) ?? [];
    }

    // The part of the picture that each position belongs to; -1 where the photograph stays.
    private int[] Parts(MatchField field)
    {
        (int width, int height) = field.Grid;
        int[] parts = new int[width * height];
        IReadOnlyList<RegionPart> all = inputs.Regions.Parts;
        float[]? kept = inputs.Regions.Kept;
        if (kept is null && all is [{ Guide: null }])
            return parts;
        for (int position = 0; position < parts.Length; position++)
        {
            (int y, int x) = Math.DivRem(position, width);
            double most = kept is null ? 0 : Sum(kept, x, y, field.Size.Width);
            parts[position] = -1;
            for (int part = 0; part < all.Count; part++)
            {
                double share = all[part].Guide is { } guide ? Sum(guide, x, y, field.Size.Width) : double.MaxValue;
                if (share > most)
                    (most, parts[position]) = (share, part);
            }
        }

        return parts;
    }

    private static double Sum(float[] values, int x, int y, int width)
    {
        double sum = 0;
        for (int i = 0; i < Hypercolumn.Stride; i++)
        {
            int start = (((y * Hypercolumn.Stride) + i) * width) + (x * Hypercolumn.Stride);
            for (int j = 0; j < Hypercolumn.Stride; j++)
                sum += values[start + j];
        }

        return sum;
    }

    // The same at every scale and for every frame of a shot, from the paintings at a size of its own, so that a resumed
    // run finds it again.
    private FeatureBasis Basis()
    {
        if (split is null && (inputs.Matches?.Basis ?? inputs.Held?.Basis) is { } known)
            return known;
        int each = Math.Max(1, FeatureBasis.SampleSize / _styles.Length);
        List<float[]> samples = [];
        foreach (WeightedStyle style in _styles)
        {
            PictureSize size = SampledSize(style.Picture.Size);
            (int width, int height) = Hypercolumn.Grid(size);
            int count = Math.Min(each, width * height);
            float[] sample = new float[count * _column.Length];
            samples.Add(sample);
            using var store = new PixelStore(inputs.Styles.Folder);
            StyleReader.Visit(
                inputs.Styles.Scaler.Scale(style.Picture, size, store), _column.Names, _looks, "style",
                (tile, features) => Sample(tile, features, width, (double)width * height / count, sample),
                _results);
        }

        FeatureBasis basis = FeatureBasis.Of(_column, [.. samples.SelectMany(sample => sample)]);
        if (split is not null)
            return basis;
        if (inputs.Matches is not null)
            inputs.Matches.Basis = basis;
        if (inputs.Held is not null)
            inputs.Held.Basis = basis;
        return basis;
    }

    private static PictureSize SampledSize(PictureSize own)
    {
        double factor = Math.Max(
            Math.Min(1, Math.Sqrt((double)SampledPixels / own.Pixels)), (double)SampledSide / own.Shorter);
        int Side(int length) => (int)Math.Round(factor * length);
        return new PictureSize(Side(own.Width), Side(own.Height));
    }

    // Every step-th position of the painting, in their order, whatever its tiles.
    private void Sample(Tile tile, Features features, int width, double step, float[] sample)
    {
        PixelArea owned = tile.Owned(Hypercolumn.Stride), inPicture = tile.OwnedInPicture(Hypercolumn.Stride);
        float[] row = new float[_column.Length * owned.Width];
        for (int y = 0; y < owned.Height; y++)
        {
            _column.ReadRow(features, owned, y, row, owned.Width);
            for (int x = 0; x < owned.Width; x++)
            {
                long position = ((long)(inPicture.Top + y) * width) + inPicture.Left + x;
                int place = (int)(position / step);
                if (position > 0 && place == (int)((position - 1) / step))
                    continue;
                for (int i = 0; i < _column.Length; i++)
                    sample[(place * _column.Length) + i] = row[(i * owned.Width) + x];
            }
        }
    }

    private FeatureVectors Seen(FeatureBasis basis)
    {
        if (inputs.SoFar is null)
            return Vectors(reader, inputs.Content, basis, "content");
        if (split is not null)
            return Vectors(reader, inputs.Content with { Point = inputs.SoFar }, basis, "content");
        using var store = new PixelStore(inputs.Styles.Folder);
        PixelBuffer mixed = store.Create(inputs.SoFar.Length);
        for (long at = 0; at < mixed.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece photo = inputs.Content.Point.OpenFrom(at, PieceUse.Read),
                result = inputs.SoFar.OpenFrom(at, PieceUse.Read), target = mixed.OpenFrom(at, PieceUse.Write);
            VectorMath.Scale(photo.Values, PhotoShare, target.Values);
            VectorMath.AddScaled(target.Values, result.Values, 1 - PhotoShare);
        }

        return Vectors(reader, inputs.Content with { Point = mixed }, basis, "content");
    }

    private FeatureVectors Vectors(FeatureReader with, ScaledPicture picture, FeatureBasis basis, string what)
    {
        (int width, int height) = Hypercolumn.Grid(new PictureSize(picture.Width, picture.Height));
        var vectors = new FeatureVectors(basis, width, height);
        with.Visit(
            picture, _column.Names, _looks, what, (tile, features) => vectors.Add(_column, tile, features, _team),
            _results);
        return vectors;
    }
}
