using Impasto.Networks;
using Impasto.Numerics;

namespace Impasto.Matching;

/// <summary>
/// Directions in which the vectors of paintings differ most: vectors are compared in them, which is quicker by far and
/// finds nearly the same neighbours.
/// </summary>
/// <remarks>
/// Every layer counts equally: its features are divided by sqrt(C) times their root of the mean square in the
/// paintings. Then the leading directions of the vectors' covariance are found by subspace iteration from random
/// directions (Halko, Martinsson and Tropp, "Finding Structure with Randomness", 2011, algorithm 4.4).
/// </remarks>
internal sealed class FeatureBasis
{
    /// <summary>Directions for a search among all positions.</summary>
    public const int Most = 128;

    /// <summary>Directions for a search among a few positions around those that are known to be near.</summary>
    public const int Fewest = 32;

    /// <summary>Vectors from which the directions are found, at most.</summary>
    public const int SampleSize = 1024;

    private const int Iterations = 2;
    private const double Negligible = 1e-6;

    private FeatureBasis(int length, float[] directions)
    {
        Length = length;
        Directions = directions;
        Count = directions.Length / length;
    }

    /// <summary>Values of a vector.</summary>
    public int Length { get; }

    /// <summary>How many directions there are.</summary>
    public int Count { get; }

    /// <summary>Count x Length: orthonormal rows, times each layer's factor.</summary>
    public float[] Directions { get; }

    /// <summary>The first directions alone: none of them depends on those after it.</summary>
    /// <param name="most">Directions at most.</param>
    public FeatureBasis Leading(int most) =>
        most >= Count ? this : new FeatureBasis(Length, Directions[..(most * Length)]);

    /// <summary>Finds the directions.</summary>
    /// <param name="column">The vectors' layers.</param>
    /// <param name="sample">Vectors, n x column.Length; overwritten.</param>
    public static FeatureBasis Of(Hypercolumn column, float[] sample)
    {
        int length = column.Length, n = sample.Length / length;
        float[] factors = Factors(column, sample, n);
        Prepare(sample, factors, length);
        int count = Math.Min(Most, Math.Min(n, length));
        float[] transposed = Transposed(sample, n, length, out int wide);
        float[] directions = new float[count * length];
        var random = new Random(0);
        for (int i = 0; i < directions.Length; i++)
            directions[i] = (float)random.NextNormal();
        int padded = ProductKernel.Padded(length);
        float[] samplePadded = Widened(sample, n, length, padded);
        float[] scores = new float[count * wide], next = new float[count * padded];
        for (int i = 0; i < Iterations; i++)
        {
            // Directions S^T S: first with every vector of the sample, then back.
            ProductKernel.Multiply(directions, transposed, scores, (count, length, wide));
            ProductKernel.Multiply(Narrowed(scores, count, wide, n), samplePadded, next, (count, n, padded));
            directions = Narrowed(next, count, padded, length);
            Orthonormalize(directions, count, length);
        }

        for (int i = 0; i < directions.Length; i++)
            directions[i] *= factors[i % length];
        return new FeatureBasis(length, directions);
    }

    private static float[] Factors(Hypercolumn column, float[] sample, int n)
    {
        float[] factors = new float[column.Length];
        int first = 0;
        foreach (LayerInfo layer in column.Layers)
        {
            int own = column.LengthOf(layer);
            double squares = 0;
            for (int i = 0; i < n; i++)
            {
                ReadOnlySpan<float> part = sample.AsSpan((i * column.Length) + first, own);
                squares += VectorMath.Dot(part, part);
            }

            // sqrt(C) times the root of the mean square is the root of the mean of the vectors' squares.
            double mean = squares / n;
            factors.AsSpan(first, own).Fill(mean > 0 ? (float)(1 / Math.Sqrt(mean)) : 0);
            first += own;
        }

        return factors;
    }

    // Times the factors, less the mean.
    private static void Prepare(float[] sample, float[] factors, int length)
    {
        int n = sample.Length / length;
        double[] mean = new double[length];
        for (int i = 0; i < sample.Length; i++)
        {
            sample[i] *= factors[i % length];
            mean[i % length] += sample[i];
        }

        for (int i = 0; i < sample.Length; i++)
            sample[i] -= (float)(mean[i % length] / n);
    }

    // Modified Gram-Schmidt, twice. A direction that the ones before it explain becomes zero.
    private static void Orthonormalize(float[] rows, int count, int length)
    {
        for (int i = 0; i < count; i++)
        {
            Span<float> row = rows.AsSpan(i * length, length);
            double before = Math.Sqrt(VectorMath.Dot(row, row));
            for (int j = 0; j < 2 * i; j++)
            {
                ReadOnlySpan<float> other = rows.AsSpan(j % i * length, length);
                VectorMath.AddScaled(row, other, -VectorMath.Dot(row, other));
            }

            double norm = Math.Sqrt(VectorMath.Dot(row, row));
            bool isNew = norm > Negligible * before && before > 0;
            for (int k = 0; k < length; k++)
                row[k] = isNew ? (float)(row[k] / norm) : 0;
        }
    }

    private static float[] Transposed(float[] matrix, int rows, int columns, out int wide)
    {
        wide = ProductKernel.Padded(rows);
        float[] result = new float[columns * wide];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                result[(column * wide) + row] = matrix[(row * columns) + column];
        }

        return result;
    }

    private static float[] Widened(float[] matrix, int rows, int columns, int wide)
    {
        float[] result = new float[rows * wide];
        for (int row = 0; row < rows; row++)
            matrix.AsSpan(row * columns, columns).CopyTo(result.AsSpan(row * wide));
        return result;
    }

    private static float[] Narrowed(float[] matrix, int rows, int wide, int columns)
    {
        float[] result = new float[rows * columns];
        for (int row = 0; row < rows; row++)
            matrix.AsSpan(row * wide, columns).CopyTo(result.AsSpan(row * columns));
        return result;
    }
}
