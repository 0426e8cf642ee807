using System.Numerics;

namespace Impasto.Numerics;

/// <summary>Long vectors; sums of single precision are taken in double precision and in a fixed order.</summary>
internal static class VectorMath
{
    public static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        Vector<double> sum = Vector<double>.Zero;
        int i = 0;
        for (; i <= left.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(left[i..]), out Vector<double> leftLow, out Vector<double> leftHigh);
            Vector.Widen(new Vector<float>(right[i..]), out Vector<double> rightLow, out Vector<double> rightHigh);
            sum += (leftLow * rightLow) + (leftHigh * rightHigh);
        }

        double total = Vector.Sum(sum);
        for (; i < left.Length; i++)
            total += (double)left[i] * right[i];
        return total;
    }

    /// <summary>left . (first - second), the difference taken in double precision.</summary>
    public static double DotDifference(ReadOnlySpan<float> left, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        Vector<double> sum = Vector<double>.Zero;
        int i = 0;
        for (; i <= left.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(left[i..]), out Vector<double> leftLow, out Vector<double> leftHigh);
            Vector.Widen(new Vector<float>(first[i..]), out Vector<double> firstLow, out Vector<double> firstHigh);
            Vector.Widen(new Vector<float>(second[i..]), out Vector<double> secondLow, out Vector<double> secondHigh);
            sum += (leftLow * (firstLow - secondLow)) + (leftHigh * (firstHigh - secondHigh));
        }

        double total = Vector.Sum(sum);
        for (; i < left.Length; i++)
            total += left[i] * ((double)first[i] - second[i]);
        return total;
    }

    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        Vector<double> sum = Vector<double>.Zero;
        int i = 0;
        for (; i <= left.Length - Vector<double>.Count; i += Vector<double>.Count)
            sum += new Vector<double>(left[i..]) * new Vector<double>(right[i..]);
        double total = Vector.Sum(sum);
        for (; i < left.Length; i++)
            total += left[i] * right[i];
        return total;
    }

    /// <summary>target += slope * (a first - b second); gives the sum of the squares of a first - b second.</summary>
    public static double AddDifferences(
        ReadOnlySpan<double> first, double a, ReadOnlySpan<double> second, double b, double slope, Span<double> target)
    {
        Vector<double> sum = Vector<double>.Zero, firstScale = new(a), secondScale = new(b), slopes = new(slope);
        int i = 0;
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> difference =
                (firstScale * new Vector<double>(first[i..])) - (secondScale * new Vector<double>(second[i..]));
            sum += difference * difference;
            (new Vector<double>(target[i..]) + (slopes * difference)).CopyTo(target[i..]);
        }

        double total = Vector.Sum(sum);
        for (; i < target.Length; i++)
        {
            double difference = (a * first[i]) - (b * second[i]);
            total += difference * difference;
            target[i] += slope * difference;
        }

        return total;
    }

    /// <summary>target += slope * (first - second); gives the sum of the squares of first - second.</summary>
    public static double AddDifferences(
        ReadOnlySpan<float> first, ReadOnlySpan<float> second, float slope, Span<float> target)
    {
        Vector<double> sum = Vector<double>.Zero;
        var slopes = new Vector<float>(slope);
        int i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> difference = new Vector<float>(first[i..]) - new Vector<float>(second[i..]);
            Vector.Widen(difference, out Vector<double> low, out Vector<double> high);
            sum += (low * low) + (high * high);
            (new Vector<float>(target[i..]) + (slopes * difference)).CopyTo(target[i..]);
        }

        double total = Vector.Sum(sum);
        for (; i < target.Length; i++)
        {
            float difference = first[i] - second[i];
            total += (double)difference * difference;
            target[i] += slope * difference;
        }

        return total;
    }

    /// <summary>target += slope * d with d = x - min(max(x, 0), 1); gives the sum of d^2.</summary>
    public static double AddExcess(ReadOnlySpan<float> values, double slope, Span<float> target)
    {
        Vector<double> sum = Vector<double>.Zero;
        var scale = new Vector<float>((float)slope);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var value = new Vector<float>(values[i..]);
            Vector<float> excess = value - Vector.Min(Vector.Max(value, Vector<float>.Zero), Vector<float>.One);
            Vector.Widen(excess * excess, out Vector<double> low, out Vector<double> high);
            sum += low + high;
            (new Vector<float>(target[i..]) + (scale * excess)).CopyTo(target[i..]);
        }

        double total = Vector.Sum(sum);
        for (; i < values.Length; i++)
        {
            float excess = values[i] - Math.Clamp(values[i], 0, 1);
            total += (double)excess * excess;
            target[i] += (float)slope * excess;
        }

        return total;
    }

    /// <summary>Sum of the diagonal of an n x n matrix.</summary>
    public static double Trace(ReadOnlySpan<double> matrix, int n)
    {
        double sum = 0;
        for (int i = 0; i < n; i++)
            sum += matrix[(i * n) + i];
        return sum;
    }

    public static double SumOfMagnitudes(ReadOnlySpan<float> values)
    {
        Vector<double> sums = Vector<double>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.Abs(new Vector<float>(values[i..])), out Vector<double> low, out Vector<double> high);
            sums += low + high;
        }

        double sum = Vector.Sum(sums);
        for (; i < values.Length; i++)
            sum += Math.Abs(values[i]);
        return sum;
    }

    public static bool AllFinite(ReadOnlySpan<float> values)
    {
        // 0 x is 0 where x is finite and NaN where it is not, and a sum with NaN in it is NaN.
        Vector<float> sum = Vector<float>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            sum += new Vector<float>(values[i..]) * Vector<float>.Zero;
        for (; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return false;
        }

        return Vector.EqualsAll(sum, Vector<float>.Zero);
    }

    /// <summary>target += factor * source.</summary>
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> source, double factor)
    {
        var scale = new Vector<float>((float)factor);
        int i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(target[i..]) + (scale * new Vector<float>(source[i..]))).CopyTo(target[i..]);
        for (; i < target.Length; i++)
            target[i] += (float)factor * source[i];
    }

    /// <summary>target += factor * source.</summary>
    public static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        var scale = new Vector<double>(factor);
        int i = 0;
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(target[i..]) + (scale * new Vector<double>(source[i..]))).CopyTo(target[i..]);
        for (; i < target.Length; i++)
            target[i] += factor * source[i];
    }

    /// <summary>target += source, in the target's precision.</summary>
    public static void Add(Span<double> target, ReadOnlySpan<float> source)
    {
        int i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(source[i..]), out Vector<double> low, out Vector<double> high);
            (new Vector<double>(target[i..]) + low).CopyTo(target[i..]);
            (new Vector<double>(target[(i + Vector<double>.Count)..]) + high)
                .CopyTo(target[(i + Vector<double>.Count)..]);
        }

        for (; i < target.Length; i++)
            target[i] += source[i];
    }

    /// <summary>target = factor * source; both may be the same.</summary>
    public static void Scale(ReadOnlySpan<float> source, double factor, Span<float> target)
    {
        float scale = (float)factor;
        var scales = new Vector<float>(scale);
        int i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
            (scales * new Vector<float>(source[i..])).CopyTo(target[i..]);
        for (; i < target.Length; i++)
            target[i] = scale * source[i];
    }
}
