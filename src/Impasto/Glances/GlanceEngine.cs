using System.Runtime.Intrinsics;
using Impasto.Engines;
using Impasto.Engines.Simd.Decoding;
using Impasto.Engines.Simd.Lanes;
using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Glances;

/// <summary>The compact network and a decoder behind it.</summary>
/// <remarks>
/// A picture up to <see cref="PieceSide"/> pixels a side goes through both at once. A larger one goes through the
/// encoder piece by piece for its moments; these are held, and a second pass makes the pixels. What a piece sees around
/// itself covers all that reaches into it, so both ways give the same picture to rounding.
/// </remarks>
internal sealed class GlanceEngine : IDisposable
{
    private static readonly LayerName[] Layers = [DecoderNetwork.Fine, DecoderNetwork.Deep];

    private readonly Network _network;
    private readonly IEngine _encoder;
    private readonly WorkerTeam _team;
    private readonly IDecoder _decoder;
    private readonly FeatureRequest _request = new([], Layers);
    private Features? _features;
    private LayerFeatures? _colors;
    private float[] _input = [];

    /// <summary>Opens both.</summary>
    /// <param name="network">The compact network.</param>
    /// <param name="decoder">The decoder.</param>
    /// <param name="encoder">Runs the network, and has threads; disposed with this.</param>
    public GlanceEngine(Network network, DecoderNetwork decoder, IEngine encoder)
    {
        if (decoder.DeepChannels != network.Layer(DecoderNetwork.Deep).Channels
            || decoder.FineChannels
                != network.Layer(DecoderNetwork.Fine).Channels + DecoderNetwork.ColorChannels)
        {
            encoder.Dispose();
            throw new WeightsException($"The decoder does not fit the network '{network.Name}'.");
        }

        _network = network;
        _encoder = encoder;
        _team = ((ITeamEngine)_encoder).Team;
        _decoder = Vector512.IsHardwareAccelerated ? new SimdDecoder<Lanes16>(decoder, _team)
            : Vector256.IsHardwareAccelerated ? new SimdDecoder<Lanes8>(decoder, _team)
            : new SimdDecoder<Lanes4>(decoder, _team);
    }

    /// <summary>The threads.</summary>
    public WorkerTeam Team => _team;

    /// <summary>The longest side of what a piece owns, a multiple of 8. Default 1024.</summary>
    public int PieceSide { get; init; } = 1024;

    /// <summary>Pixels that a piece sees around itself, a multiple of 8.</summary>
    public int Halo { get; init; } = GlancePiece.Halo;

    /// <summary>Moments of a picture, or of a part of it, at both layers.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="guide">The part; null for the whole picture.</param>
    /// <returns>The moments; null if there is nothing of the part.</returns>
    public GlanceMoments? Measure(Picture picture, GlanceGuide? guide)
    {
        var sums = new GlanceSums(_network, guide);
        foreach (GlancePiece piece in Pieces(picture))
            sums.Add(_team, Encode(picture, piece), _colors!, piece);
        return sums.AreEmpty ? null : sums.Total();
    }

    /// <summary>Moments of a picture at both layers.</summary>
    public GlanceMoments Measure(Picture picture) => Measure(picture, guide: null)!;

    /// <summary>A photograph's pixels with the moments of a style, 3 x height x width.</summary>
    /// <param name="photo">The photograph.</param>
    /// <param name="style">Moments of the style.</param>
    /// <param name="share">How much of the way to the style, 0 to 1.</param>
    /// <param name="cancellation">Checked between pieces.</param>
    public float[] Paint(Picture photo, GlanceMoments style, double share, CancellationToken cancellation) =>
        Paint(photo, [new GlancePart(style, share)], cancellation);

    /// <summary>A photograph's pixels with the moments of a style for each of its parts, 3 x height x width.</summary>
    /// <param name="photo">The photograph.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="cancellation">Checked between pieces.</param>
    public float[] Paint(Picture photo, IReadOnlyList<GlancePart> parts, CancellationToken cancellation)
    {
        IReadOnlyList<GlancePiece> pieces = Pieces(photo);
        GlanceSums[] sums = [.. parts.Select(part => new GlanceSums(_network, part.Guide))];
        Features? features = null;
        foreach (GlancePiece piece in pieces)
        {
            cancellation.ThrowIfCancellationRequested();
            features = Encode(photo, piece);
            for (int i = 0; i < sums.Length; i++)
            {
                if (parts[i].Style is not null)
                    sums[i].Add(_team, features, _colors!, piece);
            }
        }

        MappedPart[] mapped = [.. parts.Select((part, i) => new MappedPart(
            part.Style is null || sums[i].AreEmpty
                ? GlanceMaps.None(Channels(DecoderNetwork.Deep), Channels(DecoderNetwork.Fine))
                : part.Style.From(sums[i].Total(), part.Share),
            part.Guide))];
        // The features of a single piece are there already.
        return Paint(photo, pieces, mapped, pieces.Count == 1 ? features : null, cancellation);
    }

    /// <summary>A photograph's pixels with maps that do not depend on it, 3 x height x width.</summary>
    /// <param name="photo">The photograph.</param>
    /// <param name="maps">What is done to its features.</param>
    /// <param name="cancellation">Checked between pieces.</param>
    public float[] Paint(Picture photo, GlanceMaps maps, CancellationToken cancellation) =>
        Paint(photo, Pieces(photo), [new MappedPart(maps, null)], known: null, cancellation);

    private float[] Paint(
        Picture photo,
        IReadOnlyList<GlancePiece> pieces,
        IReadOnlyList<MappedPart> parts,
        Features? known,
        CancellationToken cancellation)
    {
        float[] target = new float[photo.Pixels.Length];
        foreach (GlancePiece piece in pieces)
        {
            cancellation.ThrowIfCancellationRequested();
            Decode(photo, piece, known ?? Encode(photo, piece), parts, target);
        }

        return target;
    }

    private int Channels(LayerName layer) => _network.Layer(layer).Channels;

    private IReadOnlyList<GlancePiece> Pieces(Picture picture) => GlancePiece.Cut(
        GlancePiece.Padded(picture.Width), GlancePiece.Padded(picture.Height), PieceSide, Halo);

    // Columns and rows that are missing up to the grid repeat the edge.
    private Features Encode(Picture picture, GlancePiece piece)
    {
        (int left, int top, int width, int height) =
            (piece.Seen.Left, piece.Seen.Top, piece.Seen.Width, piece.Seen.Height);
        if (_input.Length != 3 * width * height)
            _input = new float[3 * width * height];
        int known = Math.Min(width, picture.Width - left);
        for (int plane = 0; plane < 3; plane++)
        {
            for (int y = 0; y < height; y++)
            {
                int row = (plane * picture.Height) + Math.Min(top + y, picture.Height - 1);
                Span<float> target = _input.AsSpan(((plane * height) + y) * width, width);
                picture.Pixels.AsSpan((row * picture.Width) + left, known).CopyTo(target);
                target[known..].Fill(target[known - 1]);
            }
        }

        Pool(width, height);
        return _features = _encoder.Forward(new NetworkInput(_input, width, height), _request, _features);
    }

    // Means over 4 x 4 pixels of the input.
    private void Pool(int width, int height)
    {
        const int Field = GlancePiece.Stride / 2;
        (int columns, int rows) = (width / Field, height / Field);
        if (_colors is null || _colors.Width != columns || _colors.Height != rows)
            _colors = new LayerFeatures(3, rows, columns, new float[3 * rows * columns]);
        for (int row = 0; row < 3 * rows; row++)
        {
            Span<float> target = _colors.Values.AsSpan(row * columns, columns);
            target.Clear();
            for (int y = 0; y < Field; y++)
            {
                ReadOnlySpan<float> source = _input.AsSpan(((row * Field) + y) * width, width);
                for (int x = 0; x < columns; x++)
                {
                    target[x] += source[x * Field] + source[(x * Field) + 1] + source[(x * Field) + 2]
                        + source[(x * Field) + 3];
                }
            }

            foreach (ref float value in target)
                value *= DecoderNetwork.ColorScale / (Field * Field);
        }
    }

    private void Decode(
        Picture photo, GlancePiece piece, Features features, IReadOnlyList<MappedPart> parts, float[] target) =>
        _decoder.Run(
            new DecoderFeatures(
                features.Maps[DecoderNetwork.Deep],
                features.Maps[DecoderNetwork.Fine],
                _colors!,
                [.. parts.Select(part => part.Of(piece))]),
            target,
            new PixelWindow(
                piece.Owned.Left - piece.Seen.Left,
                piece.Owned.Top - piece.Seen.Top,
                Math.Min(piece.Owned.Width, photo.Width - piece.Owned.Left),
                Math.Min(piece.Owned.Height, photo.Height - piece.Owned.Top))
            {
                TargetLeft = piece.Owned.Left,
                TargetTop = piece.Owned.Top,
                TargetWidth = photo.Width,
                TargetHeight = photo.Height,
            });

    public void Dispose()
    {
        _decoder.Dispose();
        _encoder.Dispose();
    }

    private readonly record struct MappedPart(GlanceMaps Maps, GlanceGuide? Guide)
    {
        public DecoderPart Of(GlancePiece piece)
        {
            GlanceGuide? seen = Guide?.From(piece.Seen.Left, piece.Seen.Top);
            return new DecoderPart(Maps.Deep, Maps.Fine, Maps.Colors)
            {
                DeepWeights = seen?.Deep,
                FineWeights = seen?.Fine,
            };
        }
    }
}
