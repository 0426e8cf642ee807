using System.Buffers;
using Impasto.Engines;
using Impasto.Threads;
using Impasto.Tiles;

namespace Impasto.Matching;

/// <summary>The vectors of all positions of a picture's grid in the directions of a basis.</summary>
/// <param name="basis">The basis.</param>
/// <param name="width">Columns of the grid.</param>
/// <param name="height">Rows of the grid.</param>
internal sealed class FeatureVectors(FeatureBasis basis, int width, int height)
{
    /// <summary>Columns of the grid.</summary>
    public int Width => width;

    /// <summary>Rows of the grid.</summary>
    public int Height => height;

    /// <summary>Height x Width x basis.Count, position after position.</summary>
    public float[] Values { get; } = new float[checked(width * height * basis.Count)];

    /// <summary>A position's vector.</summary>
    public Span<float> this[int position] => Values.AsSpan(position * basis.Count, basis.Count);

    /// <summary>Adds the positions that a tile owns.</summary>
    /// <param name="column">The layers.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="features">Its features.</param>
    /// <param name="team">Threads that share the work; null for the caller's only.</param>
    public void Add(Hypercolumn column, Tile tile, Features features, WorkerTeam? team)
    {
        PixelArea owned = tile.Owned(Hypercolumn.Stride), place = tile.OwnedInPicture(Hypercolumn.Stride);
        int step = ProductKernel.Padded(owned.Width);
        WorkerTeam.For(team, owned.Height, row =>
        {
            float[] raw = ArrayPool<float>.Shared.Rent(column.Length * step),
                projected = ArrayPool<float>.Shared.Rent(basis.Count * step);
            raw.AsSpan().Clear();
            column.ReadRow(features, owned, row, raw, step);
            ProductKernel.Multiply(basis.Directions, raw, projected, (basis.Count, column.Length, step));
            for (int x = 0; x < owned.Width; x++)
            {
                Span<float> vector = this[((place.Top + row) * width) + place.Left + x];
                for (int i = 0; i < vector.Length; i++)
                    vector[i] = projected[(i * step) + x];
            }

            ArrayPool<float>.Shared.Return(projected);
            ArrayPool<float>.Shared.Return(raw);
        });
    }

    /// <summary>Some positions' vectors less their mean, each of length 1; of length 0 where it is the mean.</summary>
    /// <param name="all">The vectors of each picture.</param>
    /// <param name="positions">The picture and the position of each.</param>
    /// <param name="size">Values of a vector.</param>
    public static float[] Directions(
        IReadOnlyList<FeatureVectors> all, IReadOnlyList<(int Picture, int Position)> positions, int size)
    {
        double[] mean = new double[size];
        foreach ((int picture, int position) in positions)
        {
            Span<float> vector = all[picture][position];
            for (int i = 0; i < size; i++)
                mean[i] += vector[i];
        }

        float[] result = new float[checked(positions.Count * size)];
        for (int p = 0; p < positions.Count; p++)
        {
            Span<float> from = all[positions[p].Picture][positions[p].Position],
                to = result.AsSpan(p * size, size);
            double squares = 0;
            for (int i = 0; i < size; i++)
            {
                double value = from[i] - (mean[i] / positions.Count);
                squares += value * value;
                to[i] = (float)value;
            }

            double factor = squares > 0 ? 1 / Math.Sqrt(squares) : 0;
            for (int i = 0; i < size; i++)
                to[i] = (float)(to[i] * factor);
        }

        return result;
    }
}
