namespace Impasto.Video.Frames;

/// <summary>The order of names with numbers: frame-9 before frame-10.</summary>
internal static class NumberedNames
{
    public static IComparer<string?> Order { get; } = Comparer<string?>.Create((one, other) => Compare(one!, other!));

    // Numbers compare by value, everything else by letter; equal ones by the whole name, so that the order is always
    // one.
    private static int Compare(string one, string other)
    {
        int i = 0, j = 0;
        while (i < one.Length && j < other.Length)
        {
            int order;
            if (char.IsAsciiDigit(one[i]) && char.IsAsciiDigit(other[j]))
            {
                ReadOnlySpan<char> left = Digits(one, ref i), right = Digits(other, ref j);
                order = left.Length != right.Length
                    ? left.Length - right.Length : left.CompareTo(right, StringComparison.Ordinal);
            }
            else
            {
                order = one[i++] - other[j++];
            }

            if (order != 0)
                return order;
        }

        int rest = (one.Length - i) - (other.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(one, other);
    }

    private static ReadOnlySpan<char> Digits(string name, ref int at)
    {
        int start = at;
        while (at < name.Length && char.IsAsciiDigit(name[at]))
            at++;
        return name.AsSpan(start, at - start).TrimStart('0');
    }
}
