using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Impasto.Tests;

/// <summary>Changes files at random, as damage and malice do.</summary>
internal static class Mutation
{
    private static readonly long[] Numbers =
    [
        0, 1, 2, 3, 7, 8, 15, 16, 17, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 1 << 20, int.MaxValue - 1,
        int.MaxValue, 1L << 31, uint.MaxValue, 1L << 32, 1L << 40, long.MaxValue, -1, -2, int.MinValue, long.MinValue,
    ];

    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "1e400", "NaN", "Infinity", "2147483648", "9223372036854775808", "0x10", "1,5",
        "a=b", "#", "../x", "/", "-", "\0", "\n", "é", "\uD800", "🎨", "null", "true", "[]", "{}",
        "\"", "'", "%s%n", "1:1", "1/0",
    ];

    /// <summary>One of several.</summary>
    public static T One<T>(this Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];

    /// <summary>A number at the edge of what some field can hold.</summary>
    public static long EdgeNumber(this Random random) =>
        random.Next(4) == 0 ? random.NextInt64(1 << random.Next(1, 31)) : random.One(Numbers);

    /// <summary>A text that is at the edge of what some field means.</summary>
    public static string EdgeText(this Random random) => random.Next(8) switch
    {
        0 => new string((char)random.Next(32, 127), random.Next(1, 3000)),
        1 => random.EdgeNumber().ToString(CultureInfo.InvariantCulture),
        _ => random.One(Texts),
    };

    /// <summary>Bytes with one to six changes.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="whole">The file.</param>
    /// <param name="other">A file whose pieces are put into it.</param>
    public static byte[] Bytes(Random random, byte[] whole, byte[] other)
    {
        List<byte> bytes = [.. whole];
        for (int changes = random.Next(1, 7); changes > 0 && bytes.Count > 0; changes--)
            Change(random, bytes, other);
        return [.. bytes];
    }

    private static void Change(Random random, List<byte> bytes, byte[] other)
    {
        // Headers are short and decide much: every other change falls into the first bytes.
        int at = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Count, 64) : bytes.Count),
            length = Math.Min(random.Next(1, random.Next(8) == 0 ? 500 : 12), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 or 3:
                PutNumber(random, bytes, at);
                break;
            case 4:
                bytes.RemoveRange(at, length);
                break;
            case 5:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 6:
                int from = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(length, other.Length - from)).ToArray());
                break;
            case 7:
                byte[] noise = new byte[length];
                random.NextBytes(noise);
                for (int i = 0; i < length; i++)
                    bytes[at + i] = noise[i];
                break;
            default:
                if (random.Next(3) == 0)
                    bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }

    private static void PutNumber(Random random, List<byte> bytes, int at)
    {
        int width = random.One([1, 2, 4, 8]);
        byte[] number = new byte[8];
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteInt64LittleEndian(number, random.EdgeNumber());
        else
            BinaryPrimitives.WriteInt64BigEndian(number, random.EdgeNumber() << (64 - (8 * width)));
        for (int i = 0; i < width && at + i < bytes.Count; i++)
            bytes[at + i] = number[i];
    }

    /// <summary>A text in UTF-8 whose numbers, words and lines are changed.</summary>
    public static byte[] Text(Random random, string whole)
    {
        string text = whole;
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            int at = random.Next(text.Length + 1), end = Math.Min(text.Length, at + random.Next(1, 20));
            string piece = random.Next(4) switch
            {
                0 => "",
                1 => random.EdgeText(),
                2 => text[at..end] + text[at..end],
                _ => random.One([",", ";", "\t", "\"", "\r\n", "\n", "<", ">", "&", "{", "}", "[", "]", ":", "=", "'"]),
            };
            text = text[..at] + piece + text[end..];
        }

        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>A JSON text whose values, names or places are changed; one time in six it is no longer JSON.</summary>
    public static byte[] Json(Random random, string whole)
    {
        if (random.Next(6) == 0)
            return Text(random, whole);
        JsonNode root = JsonNode.Parse(whole)!;
        for (int changes = random.Next(1, 4); changes > 0; changes--)
            Change(random, root);
        string text = root.ToJsonString(JsonSerializerOptions.Default);
        // A name that occurs twice can't be written otherwise.
        int brace = text.IndexOf('{', random.Next(text.Length));
        return Encoding.UTF8.GetBytes(
            brace >= 0 && random.Next(8) == 0 ? text.Insert(brace + 1, "\"name\":0,\"name\":1,") : text);
    }

    private static void Change(Random random, JsonNode root)
    {
        List<JsonNode> holders = [];
        Collect(root, holders);
        JsonNode holder = random.One(holders);
        if (holder is JsonObject { Count: > 0 } named)
        {
            string name = random.One([.. named.Select(pair => pair.Key)]);
            if (random.Next(6) == 0)
                named.Remove(name);
            else if (random.Next(6) == 0)
                named[random.EdgeText()] = Value(random);
            else
                named[name] = Value(random);
        }
        else if (holder is JsonArray { Count: > 0 } list)
        {
            int at = random.Next(list.Count);
            if (random.Next(4) == 0)
                list.RemoveAt(at);
            else if (random.Next(4) == 0)
                list.Add(list[at]?.DeepClone());
            else
                list[at] = Value(random);
        }
    }

    private static void Collect(JsonNode? node, List<JsonNode> holders)
    {
        if (node is JsonValue or null)
            return;
        holders.Add(node);
        foreach (JsonNode? child in node is JsonObject named ? named.Select(pair => pair.Value) : node.AsArray())
            Collect(child, holders);
    }

    private static JsonNode? Value(Random random) => random.Next(9) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonValue.Create(random.EdgeNumber()),
        3 => JsonValue.Create(random.NextDouble() * Math.Pow(10, random.Next(-300, 300))),
        4 => new JsonArray(JsonValue.Create(random.EdgeNumber()), null, new JsonObject()),
        5 => new JsonObject { ["name"] = random.EdgeText() },
        6 => new JsonArray(),
        _ => JsonValue.Create(random.EdgeText()),
    };
}
