using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Tiles;

namespace Impasto.Matching;

/// <summary>
/// The features of many layers at one place of a picture, side by side in one vector, on a grid of every fourth pixel.
/// </summary>
/// <remarks>
/// Finer layers are averaged over the cell; coarser ones give the position that contains it, so that a cell needs no
/// feature of another. The vector of a single layer has all of the cell's positions side by side instead of their mean.
/// Source: Kolkin, Kucera, Paris, Sykora, Shechtman and Shakhnarovich, "Neural Neighbor Style Transfer", 2022, section
/// 3.2. Differs from the paper: layers, and no interpolation.
/// </remarks>
internal sealed class Hypercolumn
{
    /// <summary>Pixels from one position of the grid to the next.</summary>
    public const int Stride = 4;

    // Both VGG-16 and VGG-19 have them.
    private static readonly string[] Wanted =
        ["conv3_1", "conv3_2", "conv3_3", "conv4_1", "conv4_2", "conv4_3"];

    private readonly bool _isWhole;

    private Hypercolumn(IReadOnlyList<LayerInfo> layers, bool isWhole)
    {
        _isWhole = isWhole;
        Layers = layers;
        Names = [.. layers.Select(layer => layer.Name)];
        Length = layers.Sum(LengthOf);
    }

    /// <summary>Its layers.</summary>
    public IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>Their names.</summary>
    public IReadOnlyList<LayerName> Names { get; }

    /// <summary>Values of a vector: those of all layers.</summary>
    public int Length { get; }

    /// <summary>The layers that a network has; its last one if it has none of them.</summary>
    public static Hypercolumn Of(Network network)
    {
        LayerInfo[] there =
            [.. Wanted.Select(LayerName.Parse).Where(network.Has).Select(network.Layer)];
        return new Hypercolumn(there.Length > 0 ? there : [network.Layers[^1]], isWhole: false);
    }

    /// <summary>One layer by itself, each of a cell's positions beside the others.</summary>
    /// <param name="layer">The layer.</param>
    public static Hypercolumn Of(LayerInfo layer) => new([layer], isWhole: true);

    /// <summary>Values of a vector that belong to one of the layers.</summary>
    /// <param name="layer">The layer.</param>
    public int LengthOf(LayerInfo layer) => layer.Channels * (_isWhole ? Across(layer) * Across(layer) : 1);

    /// <summary>The grid of a picture.</summary>
    public static (int Width, int Height) Grid(PictureSize size) => (size.Width / Stride, size.Height / Stride);

    /// <summary>Reads the vectors of one row of a tile's own positions, channel by channel.</summary>
    /// <param name="features">The tile's features at <see cref="Layers"/>.</param>
    /// <param name="owned">The positions of the grid that the tile owns.</param>
    /// <param name="row">The row, from 0 at the first owned one.</param>
    /// <param name="target">Receives Length x step values; only the first owned.Width of each step are written.</param>
    /// <param name="step">From one channel to the next.</param>
    public void ReadRow(Features features, PixelArea owned, int row, Span<float> target, int step)
    {
        int at = 0;
        foreach (LayerInfo layer in Layers)
        {
            LayerFeatures map = features.Maps[layer.Name];
            for (int channel = 0; channel < layer.Channels; channel++, at += step)
            {
                ReadOnlySpan<float> plane =
                    map.Values.AsSpan(channel * map.Height * map.Width, map.Height * map.Width);
                if (_isWhole && Across(layer) > 1)
                    at = ReadCells(plane, map.Width, Across(layer), owned, owned.Top + row, target, (at, step));
                else
                    ReadRow(plane, (map.Width, map.Height), layer.Stride, owned, owned.Top + row, target[at..]);
            }
        }
    }

    // Positions of a layer in a cell, from its left side to its right.
    private static int Across(LayerInfo layer) => Math.Max(1, Stride / layer.Stride);

    // Every position of the cells of a row; gives the place of the last one.
    private static int ReadCells(
        ReadOnlySpan<float> plane, int width, int across, PixelArea owned, int y, Span<float> target,
        (int At, int Step) place)
    {
        int at = place.At;
        for (int i = 0; i < across; i++)
        {
            for (int j = 0; j < across; j++, at += place.Step)
            {
                int start = (((y * across) + i) * width) + (owned.Left * across) + j;
                for (int x = 0; x < owned.Width; x++)
                    target[at + x] = plane[start + (x * across)];
            }
        }

        return at - place.Step;
    }

    private static void ReadRow(
        ReadOnlySpan<float> plane, (int Width, int Height) size, int stride, PixelArea owned, int y, Span<float> target)
    {
        if (stride > Stride)
        {
            int coarser = stride / Stride, start = Math.Min(y / coarser, size.Height - 1) * size.Width;
            for (int x = 0; x < owned.Width; x++)
                target[x] = plane[start + Math.Min((owned.Left + x) / coarser, size.Width - 1)];
            return;
        }

        int finer = Stride / stride;
        float share = 1f / (finer * finer);
        for (int x = 0; x < owned.Width; x++)
        {
            float sum = 0;
            for (int i = 0; i < finer; i++)
            {
                int start = (((y * finer) + i) * size.Width) + ((owned.Left + x) * finer);
                for (int j = 0; j < finer; j++)
                    sum += plane[start + j];
            }

            target[x] = sum * share;
        }
    }
}
