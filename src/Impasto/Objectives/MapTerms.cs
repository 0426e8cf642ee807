using Impasto.Engines;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Tiles;

namespace Impasto.Objectives;

/// <summary>Evaluates all terms over features at every position, tile by tile.</summary>
internal sealed class MapTerms
{
    private readonly IReadOnlyList<IMapTerm> _terms;
    private readonly IReadOnlyList<LayerName> _layers;
    private readonly TileGrid _grid;
    private readonly Network _network;
    private readonly double[] _values;
    private readonly MapContext[]?[] _contexts;
    private readonly Dictionary<(LayerName Layer, int Length), float[]> _room = [];
    private readonly Dictionary<LayerName, float[]> _gradients = [];

    /// <param name="terms">The terms.</param>
    /// <param name="layers">Their layers, each once.</param>
    /// <param name="grid">The picture's tiles.</param>
    /// <param name="network">The network.</param>
    public MapTerms(
        IReadOnlyList<IMapTerm> terms, IReadOnlyList<LayerName> layers, TileGrid grid, Network network)
    {
        _terms = terms;
        _grid = grid;
        _network = network;
        _values = new double[terms.Count];
        _contexts = new MapContext[]?[grid.Tiles.Count];
        _layers = layers;
    }

    /// <summary>The derivatives of the latest evaluation with respect to features, C x H x W of the tile.</summary>
    public IReadOnlyDictionary<LayerName, float[]> Gradients => _gradients;

    /// <summary>Begins an evaluation of the whole picture.</summary>
    public void Begin() => _values.AsSpan().Clear();

    /// <summary>Adds a tile's part to the terms' values, and fills <see cref="Gradients"/>.</summary>
    /// <param name="tile">The tile's number.</param>
    /// <param name="features">The engine's results for it.</param>
    public void Add(int tile, Features features)
    {
        MapContext[] contexts = _contexts[tile] ??= [.. _layers.Select(layer =>
            new MapContext(layer, tile, _grid.Tiles[tile].Owned(_network.StrideOf(layer))))];
        foreach (MapContext context in contexts)
        {
            context.Features = features.Maps[context.Layer];
            context.Gradient = _gradients[context.Layer] = Room(context.Layer, context.Features.Values.Length);
        }

        for (int term = 0; term < _terms.Count; term++)
        {
            double sum = 0;
            foreach (MapContext context in contexts)
            {
                context.Weight = _terms[term].Weight;
                if (_terms[term].Layers.Contains(context.Layer))
                    sum += _terms[term].Evaluate(context);
            }

            _values[term] += sum;
        }
    }

    /// <summary>A term's value before its weight, summed over layers and tiles.</summary>
    /// <param name="term">The term's number.</param>
    public double ValueOf(int term) => _values[term];

    private float[] Room(LayerName layer, int length)
    {
        if (!_room.TryGetValue((layer, length), out float[]? gradient))
            return _room[(layer, length)] = new float[length];
        gradient.AsSpan().Clear();
        return gradient;
    }
}
