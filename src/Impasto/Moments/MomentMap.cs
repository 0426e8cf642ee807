using Impasto.Networks;
using Impasto.Numerics;

namespace Impasto.Moments;

/// <summary>Carries moments of z to those of A z + b, and derivatives back, in memory that all calls share.</summary>
/// <remarks>
/// mu' = A mu + b; G' = A G A^T + A mu b^T + b mu^T A^T + b b^T = (A G + b mu^T) A^T + mu' b^T. With D = dL/dG'
/// symmetric and d = dL/dmu': dL/dG = A^T D A and dL/dmu = A^T d + 2 A^T D b. One half of a symmetric matrix is
/// computed, and zeros at the beginning of a row of A are skipped: the maps of compact networks are triangular.
/// </remarks>
internal sealed class MomentMap
{
    // Rows of A that go into a product together: from the first of them on to the last value that is not 0.
    private const int Strip = 32;

    private readonly LinearMap _map;
    private readonly double[] _transposed;
    private readonly int[] _first;

    // Rows of A that may hold values other than 0 in a strip of columns and before it.
    private readonly int[] _depths;
    private readonly double[] _left;
    private readonly double[] _mean;
    private readonly double[] _gram;
    private readonly MomentGradient _gradient;
    private LayerMoments? _moments;

    public MomentMap(LinearMap map)
    {
        _map = map;
        _transposed = DenseMatrix.Transpose(map.Weight, map.Inputs);
        _first = [.. Enumerable.Range(0, map.Outputs).Select(FirstOf)];
        _depths = [.. Enumerable.Range(0, (map.Inputs + Strip - 1) / Strip).Select(
            strip => Array.FindLastIndex(_first, first => first < (strip + 1) * Strip) + 1)];
        _left = new double[map.Outputs * map.Inputs];
        _mean = new double[map.Outputs];
        _gram = new double[map.Outputs * map.Outputs];
        _gradient = MomentGradient.Zero(map.Inputs);
    }

    /// <summary>The moments of A z + b; overwritten by the next call.</summary>
    public LayerMoments Forward(LayerMoments z)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(_map.Inputs, z.Channels);
        int rows = _map.Outputs, columns = _map.Inputs;
        for (int i = 0; i < rows; i++)
        {
            _mean[i] = _map.Bias[i] + VectorMath.Dot(RowOf(i), z.Mean.AsSpan(_first[i]));
            Span<double> row = _left.AsSpan(i * columns, columns);
            row.Clear();
            VectorMath.AddScaled(row, z.Mean, _map.Bias[i]);
            Span<double> products = _gram.AsSpan(i * rows, rows);
            products.Clear();
            VectorMath.AddScaled(products, _map.Bias, _mean[i]);
        }

        for (int i = 0; i < rows; i += Strip)
        {
            int count = Math.Min(Strip, rows - i), first = Least(i, count);
            if (first == columns)
                continue;
            MatrixKernel.AddProduct(
                _map.Weight.AsSpan((i * columns) + first), columns, z.Gram.AsSpan(first * columns), columns,
                _left.AsSpan(i * columns), columns, (count, columns - first, columns));
        }

        for (int i = 0; i < rows; i += Strip)
        {
            // Columns from the strip's first row on; the rest is mirrored.
            int count = Math.Min(Strip, rows - i), first = Least(i, rows - i);
            if (first == columns)
                continue;
            MatrixKernel.AddProduct(
                _left.AsSpan((i * columns) + first), columns, _transposed.AsSpan((first * rows) + i), rows,
                _gram.AsSpan((i * rows) + i), rows, (count, columns - first, rows - i));
        }

        DenseMatrix.Mirror(_gram, rows);
        if (_moments is null || !_moments.Positions.Equals(z.Positions))
            _moments = new LayerMoments(rows, z.Positions, _mean, _gram) { NominalChannels = _map.Channels };
        return _moments;
    }

    /// <summary>The derivatives with respect to the moments of z; overwritten by the next call.</summary>
    public MomentGradient Backward(MomentGradient gradient)
    {
        int rows = _map.Outputs, columns = _map.Inputs;
        _gradient.Clear();
        _left.AsSpan().Clear();
        for (int j = 0; j < rows; j += Strip)
        {
            int count = Math.Min(Strip, rows - j), first = Least(j, count);
            if (first == columns)
                continue;
            MatrixKernel.AddProduct(
                gradient.Gram.AsSpan(j), rows, _map.Weight.AsSpan((j * columns) + first), columns,
                _left.AsSpan(first), columns, (rows, count, columns - first));
        }

        for (int k = 0; k < columns; k += Strip)
        {
            int count = Math.Min(Strip, columns - k), depth = _depths[k / Strip];
            MatrixKernel.AddProduct(
                _transposed.AsSpan(k * rows), rows, _left.AsSpan(k), columns,
                _gradient.Gram.AsSpan((k * columns) + k), columns, (count, depth, columns - k));
        }

        for (int i = 0; i < rows; i++)
        {
            double direct = gradient.Mean[i] + (2 * VectorMath.Dot(gradient.Gram.AsSpan(i * rows, rows), _map.Bias));
            VectorMath.AddScaled(_gradient.Mean.AsSpan(_first[i]), RowOf(i), direct);
        }

        DenseMatrix.Mirror(_gradient.Gram, columns);
        return _gradient;
    }

    // Where the first value that is not 0 stands in any of some rows; one beyond the last column where there is none.
    private int Least(int row, int count)
    {
        int least = _map.Inputs;
        for (int i = row; i < row + count; i++)
            least = Math.Min(least, _first[i]);
        return least;
    }

    private int FirstOf(int row)
    {
        int first = _map.Weight.AsSpan(row * _map.Inputs, _map.Inputs).IndexOfAnyExcept(0.0);
        return first < 0 ? _map.Inputs : first;
    }

    private ReadOnlySpan<double> RowOf(int row) =>
        _map.Weight.AsSpan((row * _map.Inputs) + _first[row], _map.Inputs - _first[row]);
}
