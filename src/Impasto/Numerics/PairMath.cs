using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Impasto.Numerics;

/// <summary>
/// The operations of L-BFGS on remembered vectors, each in one pass; products are summed in double precision in a fixed
/// order.
/// </summary>
internal static class PairMath<TFormat>
    where TFormat : IPairFormat
{
    /// <summary>pair = a first + b second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(
        ReadOnlySpan<float> first, float a, ReadOnlySpan<float> second, float b, Span<float> pair)
    {
        Vector<float> firstScale = new(a), secondScale = new(b);
        ref float target = ref MemoryMarshal.GetReference(pair);
        int i = 0, lanes = Vector<float>.Count;
        for (; i <= first.Length - (2 * lanes); i += 2 * lanes)
        {
            Vector<float> low = (firstScale * new Vector<float>(first[i..]))
                + (secondScale * new Vector<float>(second[i..]));
            Vector<float> high = (firstScale * new Vector<float>(first[(i + lanes)..]))
                + (secondScale * new Vector<float>(second[(i + lanes)..]));
            TFormat.Store(low, high, ref target, i);
        }

        for (; i < first.Length; i++)
            TFormat.StoreOne((a * first[i]) + (b * second[i]), ref target, i);
    }

    /// <summary>The product of two pairs of that many values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right, int values)
    {
        Vector<double> firstSum = Vector<double>.Zero, secondSum = Vector<double>.Zero;
        ref float first = ref MemoryMarshal.GetReference(left), second = ref MemoryMarshal.GetReference(right);
        int i = 0, step = 2 * Vector<float>.Count;
        for (; i <= values - step; i += step)
        {
            (Vector<float> a, Vector<float> b) = TFormat.Load(ref first, i);
            (Vector<float> c, Vector<float> d) = TFormat.Load(ref second, i);
            firstSum += Wide(a * c);
            secondSum += Wide(b * d);
        }

        double total = Vector.Sum(firstSum + secondSum);
        for (; i < values; i++)
            total += (double)TFormat.LoadOne(ref first, i) * TFormat.LoadOne(ref second, i);
        return total;
    }

    /// <summary>target = scale (target + factor pair); gives its product with another pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Turn(
        Span<float> target, float scale, ReadOnlySpan<float> pair, float factor, ReadOnlySpan<float> other)
    {
        Vector<double> firstSum = Vector<double>.Zero, secondSum = Vector<double>.Zero;
        Vector<float> scales = new(scale), factors = new(factor);
        ref float values = ref MemoryMarshal.GetReference(target), added = ref MemoryMarshal.GetReference(pair),
            dotted = ref MemoryMarshal.GetReference(other);
        int i = 0, lanes = Vector<float>.Count;
        for (; i <= target.Length - (2 * lanes); i += 2 * lanes)
        {
            (Vector<float> a, Vector<float> b) = TFormat.Load(ref added, i);
            (Vector<float> c, Vector<float> d) = TFormat.Load(ref dotted, i);
            Vector<float> first = scales * (Vector.LoadUnsafe(ref values, (nuint)i) + (factors * a));
            Vector<float> second = scales * (Vector.LoadUnsafe(ref values, (nuint)(i + lanes)) + (factors * b));
            first.StoreUnsafe(ref values, (nuint)i);
            second.StoreUnsafe(ref values, (nuint)(i + lanes));
            firstSum += Wide(first * c);
            secondSum += Wide(second * d);
        }

        double total = Vector.Sum(firstSum + secondSum);
        for (; i < target.Length; i++)
        {
            target[i] = scale * (target[i] + (factor * TFormat.LoadOne(ref added, i)));
            total += (double)target[i] * TFormat.LoadOne(ref dotted, i);
        }

        return total;
    }

    // Products are rounded to single precision before they are summed in double.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Wide(Vector<float> products)
    {
        Vector.Widen(products, out Vector<double> low, out Vector<double> high);
        return low + high;
    }
}
