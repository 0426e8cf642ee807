namespace Impasto.Numerics;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix in double precision.</summary>
/// <remarks>
/// Householder's reduction to a tridiagonal matrix, then QL steps with implicit Wilkinson shifts. Source: Golub and Van
/// Loan, "Matrix Computations", 4th edition, 8.3. Eigenvectors are kept as rows, so that every inner loop runs along
/// memory; about 7 n^3 multiplications. Works for any rank; values come in no particular order.
/// </remarks>
internal sealed class SymmetricEigen
{
    // A QL iteration needs one or two steps a value; far more means that the matrix is not finite.
    private const int MostSteps = 64;

    private SymmetricEigen(int size, double[] values, double[] vectors)
    {
        Size = size;
        Values = values;
        Vectors = vectors;
    }

    /// <summary>n.</summary>
    public int Size { get; }

    /// <summary>n eigenvalues.</summary>
    public double[] Values { get; }

    /// <summary>n x n: row i is the unit eigenvector of Values[i].</summary>
    public double[] Vectors { get; }

    /// <summary>Decomposes; only the lower triangle is looked at.</summary>
    /// <param name="matrix">n x n, row by row; not changed.</param>
    /// <param name="size">n.</param>
    /// <exception cref="ArithmeticException">The matrix has values that are not finite.</exception>
    public static SymmetricEigen Of(double[] matrix, int size)
    {
        double[] work = [.. matrix], diagonal = new double[size], beside = new double[size], scales = new double[size];
        Reduce(work, size, diagonal, beside, scales);
        double[] vectors = new double[size * size];
        for (int i = 0; i < size; i++)
            vectors[(i * size) + i] = 1;
        Iterate(diagonal, beside, vectors, size);
        Reflect(work, scales, vectors, size);
        return new SymmetricEigen(size, diagonal, vectors);
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
    private static void Reduce(double[] a, int n, double[] diagonal, double[] beside, double[] scales)
    {
        double[] product = new double[n];
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
            UpdateBothSides(a, n, first, reflector, scale, product.AsSpan(0, count));
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
            p[i] += VectorMath.Dot(row, v[..(i + 1)]);
            VectorMath.AddScaled(p[..i], row[..i], v[i]);
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
            Span<double> row = a.AsSpan(((first + i) * n) + first, i + 1);
            VectorMath.AddScaled(row, p[..(i + 1)], -v[i]);
            VectorMath.AddScaled(row, v[..(i + 1)], -p[i]);
        }
    }

    private static void Iterate(double[] d, double[] e, double[] vectors, int n)
    {
        for (int first = 0; first < n; first++)
        {
            for (int step = 0; ; step++)
            {
                // Written so that NaN is never small enough.
                int last = first;
                while (last < n - 1 && !(Math.Abs(e[last]) <= 1e-16 * (Math.Abs(d[last]) + Math.Abs(d[last + 1]))))
                    last++;
                if (last == first)
                    break;
                if (step == MostSteps)
                    throw new ArithmeticException(
                        "The eigenvalues of a matrix did not settle: expected finite values.");
                Sweep(d, e, vectors, n, first, last);
            }
        }
    }

    // One QL step with Wilkinson's shift on rows first to last.
    private static void Sweep(double[] d, double[] e, double[] vectors, int n, int first, int last)
    {
        double g = (d[first + 1] - d[first]) / (2 * e[first]);
        double root = Math.Sqrt((g * g) + 1);
        g = d[last] - d[first] + (e[first] / (g + (g >= 0 ? root : -root)));
        double sine = 1, cosine = 1, shift = 0;
        for (int i = last - 1; i >= first; i--)
        {
            double f = sine * e[i], b = cosine * e[i];
            root = Math.Sqrt((f * f) + (g * g));
            e[i + 1] = root;
            if (root == 0)
            {
                d[i + 1] -= shift;
                e[last] = 0;
                return;
            }

            sine = f / root;
            cosine = g / root;
            g = d[i + 1] - shift;
            root = ((d[i] - g) * sine) + (2 * cosine * b);
            shift = sine * root;
            d[i + 1] = g + shift;
            g = (cosine * root) - b;
            VectorMath.Rotate(vectors.AsSpan(i * n, n), vectors.AsSpan((i + 1) * n, n), cosine, sine);
        }

        d[first] -= shift;
        e[first] = g;
        e[last] = 0;
    }

    // From eigenvectors of the tridiagonal matrix to those of the matrix: the reflectors in reverse order.
    private static void Reflect(double[] reflectors, double[] scales, double[] vectors, int n)
    {
        for (int row = 0; row < n; row++)
        {
            for (int k = n - 2; k >= 0; k--)
            {
                if (scales[k] == 0)
                    continue;
                ReadOnlySpan<double> v = reflectors.AsSpan((k * n) + k + 1, n - k - 1);
                Span<double> x = vectors.AsSpan((row * n) + k + 1, n - k - 1);
                VectorMath.AddScaled(x, v, -scales[k] * VectorMath.Dot(x, v));
            }
        }
    }
}
