using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Impasto.Numerics;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix in double precision.</summary>
/// <remarks>
/// Householder's reduction to a tridiagonal matrix, then QL steps with implicit Wilkinson shifts. Source: Golub and Van
/// Loan, "Matrix Computations", 4th edition, 8.3. About 7 n^3 multiplications. Differs from the book: the rotations of
/// many QL steps are kept and applied together to a few columns at a time, and so are the reflectors, so that what is
/// changed stays in the first cache. Works for any rank; values come in no particular order.
/// </remarks>
internal sealed class SymmetricEigen
{
    // A QL iteration needs one or two steps a value; far more means that the matrix is not finite.
    private const int MostSteps = 64;

    // Nearly always two or three steps are enough.
    private const int PatientSteps = 24;

    // Rotations that are kept before they are applied.
    private const int MostRotations = 4096;

    private readonly double[] _work;
    private readonly double[] _beside;
    private readonly double[] _scales;
    private readonly double[] _turned;
    private readonly double[] _cosines;
    private readonly double[] _sines;
    private readonly List<(int First, int Last, int At)> _sweeps = new(MostRotations);
    private int _kept;

    /// <summary>Makes room for a matrix; <see cref="Decompose"/> fills it.</summary>
    /// <param name="size">n.</param>
    public SymmetricEigen(int size)
    {
        Size = size;
        Values = new double[size];
        Vectors = new double[size * size];
        _work = new double[size * size];
        _turned = new double[size * size];
        _beside = new double[size];
        _scales = new double[size];
        _cosines = new double[Math.Max(MostRotations, size)];
        _sines = new double[_cosines.Length];
    }

    /// <summary>n.</summary>
    public int Size { get; }

    /// <summary>n eigenvalues.</summary>
    public double[] Values { get; }

    /// <summary>n x n: row i is the unit eigenvector of Values[i].</summary>
    public double[] Vectors { get; }

    /// <summary>Decomposes a matrix in new memory.</summary>
    /// <inheritdoc cref="Decompose"/>
    /// <param name="matrix">n x n, row by row; not changed.</param>
    /// <param name="size">n.</param>
    public static SymmetricEigen Of(double[] matrix, int size)
    {
        var eigen = new SymmetricEigen(size);
        eigen.Decompose(matrix);
        return eigen;
    }

    /// <summary>Decomposes; only the lower triangle is looked at.</summary>
    /// <param name="matrix">n x n, row by row; not changed.</param>
    /// <exception cref="ArithmeticException">The matrix has values that are not finite.</exception>
    public void Decompose(ReadOnlySpan<double> matrix)
    {
        int n = Size;
        matrix[..(n * n)].CopyTo(_work);
        _scales.AsSpan().Clear();
        _beside.AsSpan().Clear();
        Reduce(_work, n, Values, _beside, _scales, _turned);
        Vectors.AsSpan().Clear();
        for (int i = 0; i < n; i++)
            Vectors[(i * n) + i] = 1;
        Iterate();
        DenseMatrix.Transpose(Vectors, n, _turned);
        for (int column = 0; column < n; column += 2 * Vector<double>.Count)
            Reflect(_work, _scales, _turned, n, column);
        DenseMatrix.Transpose(_turned, n, Vectors);
    }

    /// <summary>sum_i f(value_i) v_i v_i^T: a function of the matrix.</summary>
    public double[] Apply(Func<double, double> function)
    {
        double[] scaled = new double[Vectors.Length];
        for (int i = 0; i < Size; i++)
        {
            double factor = function(Values[i]);
            for (int j = 0; j < Size; j++)
                scaled[(i * Size) + j] = factor * Vectors[(i * Size) + j];
        }

        return DenseMatrix.TransposeTimes(Vectors, scaled, Size);
    }

    // Column k's part below the subdiagonal is reflected onto it; the reflector stays in row k, from k + 1 on.
    private static void Reduce(
        double[] a, int n, double[] diagonal, double[] beside, double[] scales, Span<double> product)
    {
        for (int k = 0; k < n; k++)
        {
            diagonal[k] = a[(k * n) + k];
            int first = k + 1, count = n - first;
            if (count == 0)
                break;
            Span<double> reflector = a.AsSpan((k * n) + first, count);
            for (int i = 0; i < count; i++)
                reflector[i] = a[((first + i) * n) + k];
            double tail = VectorMath.Dot(reflector[1..], reflector[1..]), head = reflector[0];
            if (tail == 0)
            {
                beside[k] = head;
                continue;
            }

            double length = Math.Sqrt((head * head) + tail), target = head > 0 ? -length : length;
            beside[k] = target;
            reflector[0] = head - target;
            double scale = scales[k] = 2 / (tail + (reflector[0] * reflector[0]));
            UpdateBothSides(a, n, first, reflector, scale, product[..count]);
        }
    }

    // B <- H B H for the square B from (first, first) on, H = I - scale v v^T, in its lower triangle.
    private static void UpdateBothSides(
        double[] a, int n, int first, ReadOnlySpan<double> v, double scale, Span<double> p)
    {
        p.Clear();
        for (int i = 0; i < v.Length; i++)
        {
            ReadOnlySpan<double> row = a.AsSpan(((first + i) * n) + first, i + 1);
            p[i] += (row[i] * v[i]) + DotAndAdd(row[..i], v, v[i], p);
        }

        double half = 0;
        for (int i = 0; i < p.Length; i++)
        {
            p[i] *= scale;
            half += p[i] * v[i];
        }

        VectorMath.AddScaled(p, v, -half * scale / 2);
        for (int i = 0; i < v.Length; i++)
        {
            Subtract(a.AsSpan(((first + i) * n) + first, i + 1), p, v[i], v, p[i]);
        }
    }

    // The product of a row and v; p += factor * row on the way.
    private static double DotAndAdd(ReadOnlySpan<double> row, ReadOnlySpan<double> v, double factor, Span<double> p)
    {
        ref double a = ref MemoryMarshal.GetReference(row), b = ref MemoryMarshal.GetReference(v),
            c = ref MemoryMarshal.GetReference(p);
        var scale = new Vector<double>(factor);
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= row.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> value = Vector.LoadUnsafe(ref a, (nuint)i);
            sums = Vector.FusedMultiplyAdd(value, Vector.LoadUnsafe(ref b, (nuint)i), sums);
            Vector.FusedMultiplyAdd(scale, value, Vector.LoadUnsafe(ref c, (nuint)i)).StoreUnsafe(ref c, (nuint)i);
        }

        double sum = Vector.Sum(sums);
        for (; i < row.Length; i++)
        {
            sum += row[i] * v[i];
            p[i] += factor * row[i];
        }

        return sum;
    }

    // row -= x * first + y * second
    private static void Subtract(
        Span<double> row, ReadOnlySpan<double> first, double x, ReadOnlySpan<double> second, double y)
    {
        ref double a = ref MemoryMarshal.GetReference(row), b = ref MemoryMarshal.GetReference(first),
            c = ref MemoryMarshal.GetReference(second);
        Vector<double> left = new(-x), right = new(-y);
        int i = 0;
        for (; i <= row.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> value = Vector.FusedMultiplyAdd(
                left, Vector.LoadUnsafe(ref b, (nuint)i), Vector.LoadUnsafe(ref a, (nuint)i));
            Vector.FusedMultiplyAdd(right, Vector.LoadUnsafe(ref c, (nuint)i), value).StoreUnsafe(ref a, (nuint)i);
        }

        for (; i < row.Length; i++)
            row[i] -= (x * first[i]) + (y * second[i]);
    }

    private double Largest()
    {
        double largest = 0;
        for (int i = 0; i < Size; i++)
            largest = Math.Max(largest, Math.Abs(Values[i]) + Math.Abs(_beside[i]));
        return largest;
    }

    private void Iterate()
    {
        (double[] d, double[] e, int n) = (Values, _beside, Size);
        for (int first = 0; first < n; first++)
        {
            for (int step = 0; ; step++)
            {
                // Where eigenvalues are all but zero beside the largest one, what is beside them stays at its rounding.
                double least = step < PatientSteps ? 0 : 2.2e-16 * Largest();
                // Written so that NaN is never small enough.
                int last = first;
                while (last < n - 1
                    && !(Math.Abs(e[last]) <= least + (1e-16 * (Math.Abs(d[last]) + Math.Abs(d[last + 1])))))
                {
                    last++;
                }

                if (last == first)
                    break;
                if (step == MostSteps)
                    throw new ArithmeticException(
                        "The eigenvalues of a matrix did not settle: expected finite values.");
                if (_kept + last - first > _cosines.Length)
                    Rotate();
                Sweep(first, last);
            }
        }

        Rotate();
    }

    // One QL step with Wilkinson's shift on rows first to last; its rotations are kept.
    private void Sweep(int first, int last)
    {
        (double[] d, double[] e) = (Values, _beside);
        double g = (d[first + 1] - d[first]) / (2 * e[first]);
        double root = Math.Sqrt((g * g) + 1);
        g = d[last] - d[first] + (e[first] / (g + (g >= 0 ? root : -root)));
        double sine = 1, cosine = 1, shift = 0;
        int at = _kept;
        for (int i = last - 1; i >= first; i--)
        {
            double f = sine * e[i], b = cosine * e[i];
            root = Math.Sqrt((f * f) + (g * g));
            e[i + 1] = root;
            if (root == 0)
            {
                d[i + 1] -= shift;
                e[last] = 0;
                _sweeps.Add((i + 1, last, at));
                return;
            }

            sine = f / root;
            cosine = g / root;
            g = d[i + 1] - shift;
            root = ((d[i] - g) * sine) + (2 * cosine * b);
            shift = sine * root;
            d[i + 1] = g + shift;
            g = (cosine * root) - b;
            _cosines[_kept] = cosine;
            _sines[_kept++] = sine;
        }

        d[first] -= shift;
        e[first] = g;
        e[last] = 0;
        _sweeps.Add((first, last, at));
    }

    // Applies the kept rotations to the rows of the vectors.
    private void Rotate()
    {
        for (int column = 0; column < Size; column += 2 * Vector<double>.Count)
            Rotate(column);
        _sweeps.Clear();
        _kept = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rotate(int column)
    {
        int n = Size, lanes = Vector<double>.Count;
        ref double vectors = ref Vectors[0];
        bool isWide = column + (2 * lanes) <= n;
        foreach ((int first, int last, int start) in _sweeps)
        {
            int at = start;
            if (isWide)
            {
                ref double below = ref Unsafe.Add(ref vectors, (last * n) + column);
                Vector<double> y0 = Vector.LoadUnsafe(ref below), y1 = Vector.LoadUnsafe(ref below, (nuint)lanes);
                for (int i = last - 1; i >= first; i--, at++)
                {
                    ref double row = ref Unsafe.Add(ref vectors, (i * n) + column);
                    Vector<double> x0 = Vector.LoadUnsafe(ref row), x1 = Vector.LoadUnsafe(ref row, (nuint)lanes);
                    Vector<double> c = new(_cosines[at]), s = new(_sines[at]);
                    ref double next = ref Unsafe.Add(ref row, n);
                    Vector.FusedMultiplyAdd(s, x0, c * y0).StoreUnsafe(ref next);
                    Vector.FusedMultiplyAdd(s, x1, c * y1).StoreUnsafe(ref next, (nuint)lanes);
                    y0 = Vector.FusedMultiplyAdd(c, x0, -(s * y0));
                    y1 = Vector.FusedMultiplyAdd(c, x1, -(s * y1));
                }

                ref double end = ref Unsafe.Add(ref vectors, (first * n) + column);
                y0.StoreUnsafe(ref end);
                y1.StoreUnsafe(ref end, (nuint)lanes);
                continue;
            }

            for (int i = last - 1; i >= first; i--, at++)
            {
                for (int j = (i * n) + column; j < (i + 1) * n; j++)
                {
                    ref double x = ref Unsafe.Add(ref vectors, j), y = ref Unsafe.Add(ref x, n);
                    (x, y) = ((_cosines[at] * x) - (_sines[at] * y), (_sines[at] * x) + (_cosines[at] * y));
                }
            }
        }
    }

    // From eigenvectors of the tridiagonal matrix, in columns, to those of the matrix: the reflectors in reverse order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Reflect(double[] reflectors, double[] scales, double[] vectors, int n, int column)
    {
        int lanes = Vector<double>.Count, width = Math.Min(2 * lanes, n - column);
        for (int k = n - 2; k >= 0; k--)
        {
            if (scales[k] == 0)
                continue;
            ref double v = ref reflectors[(k * n) + k + 1];
            ref double rows = ref vectors[((k + 1) * n) + column];
            int count = n - k - 1;
            if (width < 2 * lanes)
            {
                for (int j = 0; j < width; j++)
                {
                    double sum = 0;
                    for (int i = 0; i < count; i++)
                        sum += Unsafe.Add(ref v, i) * Unsafe.Add(ref rows, (i * n) + j);
                    sum *= scales[k];
                    for (int i = 0; i < count; i++)
                        Unsafe.Add(ref rows, (i * n) + j) -= sum * Unsafe.Add(ref v, i);
                }

                continue;
            }

            Vector<double> s0 = Vector<double>.Zero, s1 = Vector<double>.Zero;
            ref double row = ref rows;
            for (int i = 0; i < count; i++, row = ref Unsafe.Add(ref row, n))
            {
                var factor = new Vector<double>(Unsafe.Add(ref v, i));
                s0 = Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref row), s0);
                s1 = Vector.FusedMultiplyAdd(factor, Vector.LoadUnsafe(ref row, (nuint)lanes), s1);
            }

            s0 *= -scales[k];
            s1 *= -scales[k];
            row = ref rows;
            for (int i = 0; i < count; i++, row = ref Unsafe.Add(ref row, n))
            {
                var factor = new Vector<double>(Unsafe.Add(ref v, i));
                Vector.FusedMultiplyAdd(factor, s0, Vector.LoadUnsafe(ref row)).StoreUnsafe(ref row);
                Vector.FusedMultiplyAdd(factor, s1, Vector.LoadUnsafe(ref row, (nuint)lanes))
                    .StoreUnsafe(ref row, (nuint)lanes);
            }
        }
    }
}
