using Impasto.Engines;
using Impasto.Networks;
using Impasto.Points;
using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>Runs an engine over the tiles of a picture, forward and backward, in memory that the tiles share.</summary>
/// <remarks>
/// Exact: each position's features are owned by one tile, and equal there to those of the whole picture. The losses'
/// derivatives are placed only on owned positions, and a tile's whole gradient, margins included, is added to the
/// picture's. Source: Galerne, Raad, Lezama and Morel, "Scaling Painting Style Transfer", 2024. Differs from the paper:
/// gradients are scattered instead of gathered, for which a margin of one receptive field is enough instead of two.
/// </remarks>
internal sealed class TileRunner
{
    private readonly IEngine _engine;
    private readonly PixelSpace _space;
    private readonly FeatureRequest _request;
    private readonly TileRequests _requests;
    private readonly Dictionary<long, float[]> _inputs;
    private readonly Dictionary<(int Width, int Height, bool Kept), Features> _results;
    private float[] _inputGradient = [];

    // The request for a picture in one piece, which is the same at every step.
    private FeatureRequest? _whole;

    /// <summary>Creates a runner.</summary>
    /// <param name="reader">Runs the network.</param>
    /// <param name="grid">The tiles.</param>
    /// <param name="request">The request for the whole picture.</param>
    /// <param name="inputs">
    /// Arrays for the input of tiles, by their number of pixels; successive runners share them.
    /// </param>
    /// <param name="results">
    /// Results to write into, by the shape of tiles, of runners with the same request; null for new ones.
    /// </param>
    public TileRunner(
        FeatureReader reader,
        TileGrid grid,
        FeatureRequest request,
        Dictionary<long, float[]> inputs,
        Dictionary<(int Width, int Height, bool Kept), Features>? results = null)
    {
        _inputs = inputs;
        _results = results ?? [];
        _engine = reader.Engine;
        _space = reader.Space;
        Grid = grid;
        _request = request;
        _requests = new TileRequests(grid, request.Regions, request.StyleLayers, reader.Network);
    }

    /// <summary>The tiles.</summary>
    public TileGrid Grid { get; }

    /// <summary>Runs one tile forward. The next tile of the same size overwrites the result.</summary>
    /// <param name="point">The whole picture.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="moments">Whether moments are computed.</param>
    /// <param name="keep">
    /// Whether <see cref="Backward"/> follows; content layers are computed only then, or if there are no style layers.
    /// </param>
    public Features Forward(PixelBuffer point, Tile tile, bool moments, bool keep)
    {
        float[] input = Input(tile.Area.Count);
        _space.ReadInput(point, tile.Area, Grid, input);
        FeatureRequest request = Request(tile, moments, keep);
        var shape = (tile.Area.Width, tile.Area.Height, keep);
        Features features = _engine.Forward(
            new NetworkInput(input, tile.Area.Width, tile.Area.Height), request, _results.GetValueOrDefault(shape));
        return _results[shape] = features;
    }

    private FeatureRequest Request(Tile tile, bool moments, bool keep)
    {
        if (Grid.IsWhole && moments && keep && _whole is not null)
            return _whole;
        IReadOnlyList<LayerName> contents = keep || _request.StyleLayers.Count == 0 ? _request.ContentLayers : [];
        var request = new FeatureRequest(_request.StyleLayers, contents, keep)
        {
            Regions = _requests.Regions(tile),
            MeasuresMoments = moments,
            InBands = _request.InBands,
        };
        if (Grid.IsWhole && moments && keep)
            _whole = request;
        return request;
    }

    /// <summary>
    /// Adds a tile's gradient to the picture's; the tile must be that of the latest <see cref="Forward"/>.
    /// </summary>
    /// <param name="tile">The tile.</param>
    /// <param name="gradients">The derivatives at the tile's owned positions.</param>
    /// <param name="gradient">The whole picture's gradient.</param>
    public void Backward(Tile tile, FeatureGradients gradients, PixelBuffer gradient)
    {
        if (_inputGradient.LongLength != 3 * tile.Area.Count)
            _inputGradient = Input(tile.Area.Count);
        _engine.Backward(gradients, _inputGradient);
        _space.AddGradient(_inputGradient, tile.Area, Grid, gradient);
    }

    // The input is no longer needed when the gradient is written: both share an array.
    private float[] Input(long pixels)
    {
        if (!_inputs.TryGetValue(pixels, out float[]? input))
            _inputs[pixels] = input = new float[3 * pixels];
        return input;
    }
}
