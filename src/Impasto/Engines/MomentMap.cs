using Impasto.Networks;
using Impasto.Numerics;

namespace Impasto.Engines;

/// <summary>Carries moments of z to those of A z + b, and derivatives back, in memory that every call uses again.</summary>
/// <remarks>
/// mu' = A mu + b; G' = A G A^T + A mu b^T + b mu^T A^T + b b^T = (A G + b mu^T) A^T + mu' b^T. With D = dL/dG' symmetric and d = dL/dmu':
/// dL/dG = A^T D A and dL/dmu = A^T d + 2 A^T D b. Of what is symmetric one half is computed, and zeros at the beginning of a row of A are
/// passed over: the maps of compact networks are triangular.
/// </remarks>
internal sealed class MomentMap
{
    private readonly LinearMap _map;
    private readonly int[] _first;
    private readonly double[] _left;
    private readonly double[] _product;
    private readonly double[] _mean;
    private readonly double[] _gram;
    private readonly MomentGradient _gradient;
    private LayerMoments? _moments;

    public MomentMap(LinearMap map)
    {
        _map = map;
        _first = [.. Enumerable.Range(0, map.Outputs).Select(FirstOf)];
        _left = new double[map.Outputs * map.Inputs];
        _product = new double[map.Inputs];
        _mean = new double[map.Outputs];
        _gram = new double[map.Outputs * map.Outputs];
        _gradient = MomentGradient.Zero(map.Inputs);
    }

    /// <summary>The moments of A z + b; overwritten by the next call.</summary>
    public LayerMoments Forward(LayerMoments z)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(_map.Inputs, z.Channels);
        int rows = _map.Outputs, columns = _map.Inputs;
        _left.AsSpan().Clear();
        for (int i = 0; i < rows; i++)
        {
            _mean[i] = _map.Bias[i];
            Span<double> row = _left.AsSpan(i * columns, columns);
            VectorMath.AddScaled(row, z.Mean, _map.Bias[i]);
            for (int k = _first[i]; k < columns; k++)
            {
                _mean[i] += _map.Weight[(i * columns) + k] * z.Mean[k];
                VectorMath.AddScaled(row, z.Gram.AsSpan(k * columns, columns), _map.Weight[(i * columns) + k]);
            }
        }

        for (int i = 0; i < rows; i++)
        {
            for (int j = i; j < rows; j++)
            {
                double sum = VectorMath.Dot(_left.AsSpan((i * columns) + _first[j], columns - _first[j]), RowOf(j));
                _gram[(i * rows) + j] = sum + (_mean[i] * _map.Bias[j]);
            }
        }

        Mirror(_gram, rows);
        if (_moments is null || !_moments.Positions.Equals(z.Positions))
            _moments = new LayerMoments(rows, z.Positions, _mean, _gram) { NominalChannels = _map.Channels };
        return _moments;
    }

    /// <summary>The derivatives with respect to the moments of z; overwritten by the next call.</summary>
    public MomentGradient Backward(MomentGradient gradient)
    {
        int rows = _map.Outputs, columns = _map.Inputs;
        _gradient.Clear();
        for (int i = 0; i < rows; i++)
        {
            // Row i of D A, and of D b.
            _product.AsSpan().Clear();
            double direct = gradient.Mean[i];
            for (int j = 0; j < rows; j++)
            {
                double slope = gradient.Gram[(i * rows) + j];
                VectorMath.AddScaled(_product.AsSpan(_first[j]), RowOf(j), slope);
                direct += 2 * slope * _map.Bias[j];
            }

            for (int k = _first[i]; k < columns; k++)
            {
                double weight = _map.Weight[(i * columns) + k];
                _gradient.Mean[k] += weight * direct;
                VectorMath.AddScaled(_gradient.Gram.AsSpan((k * columns) + k, columns - k), _product.AsSpan(k), weight);
            }
        }

        Mirror(_gradient.Gram, columns);
        return _gradient;
    }

    private int FirstOf(int row)
    {
        int first = _map.Weight.AsSpan(row * _map.Inputs, _map.Inputs).IndexOfAnyExcept(0.0);
        return first < 0 ? _map.Inputs : first;
    }

    private ReadOnlySpan<double> RowOf(int row) => _map.Weight.AsSpan((row * _map.Inputs) + _first[row], _map.Inputs - _first[row]);

    // The upper triangle into the lower one.
    private static void Mirror(double[] matrix, int n)
    {
        for (int i = 1; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                matrix[(i * n) + j] = matrix[(j * n) + i];
        }
    }
}
