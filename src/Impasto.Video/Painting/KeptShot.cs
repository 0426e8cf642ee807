using System.Globalization;
using System.Text.Json.Nodes;

namespace Impasto.Video.Painting;

/// <summary>A shot's state as it is kept: everything but the pictures, whose names follow from it.</summary>
internal sealed record KeptShot
{
    /// <summary>Number of the frame that is read next.</summary>
    public required int Next { get; init; }

    /// <summary>Number of the frame before which all are finished; those after it have more passes to come.</summary>
    public required int Finished { get; init; }

    /// <summary>Identity of the latest frame.</summary>
    public required string Frame { get; init; }

    /// <summary>How many shots were begun in this one although there is no cut.</summary>
    public required int Extra { get; init; }

    /// <summary>Number of the first frame of the shot that is being painted.</summary>
    public required int First { get; init; }

    /// <summary>The loss that its first frame ended with.</summary>
    public required double Loss { get; init; }

    /// <summary>The texts of what its frames share, at full and at half size.</summary>
    public required (string Full, string Coarse) Held { get; init; }

    /// <summary>Frames whose results are its latest, the newest first.</summary>
    public required IReadOnlyList<int> Earlier { get; init; }

    /// <summary>The frame after which the pixels were as they were painted last.</summary>
    public required int Painted { get; init; }

    /// <summary>
    /// Frames with a result of their own, in their order: those between have the result of the one before.
    /// </summary>
    public required IReadOnlyList<int> Distinct { get; init; }

    /// <summary>The pass that is under way, from 1.</summary>
    public int Pass { get; init; } = 1;

    /// <summary>How many results it has changed.</summary>
    public int At { get; init; }

    /// <summary>As text.</summary>
    public string Save() => new JsonObject
    {
        ["next"] = Next,
        ["finished"] = Finished,
        ["frame"] = Frame,
        ["extra"] = Extra,
        ["first"] = First,
        ["loss"] = Loss,
        ["held"] = Held.Full,
        ["coarseHeld"] = Held.Coarse,
        ["earlier"] = Text(Earlier),
        ["painted"] = Painted,
        ["distinct"] = Text(Distinct),
        ["pass"] = Pass,
        ["at"] = At,
    }.ToJsonString();

    /// <summary>From its text.</summary>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static KeptShot Parse(string text)
    {
        try
        {
            JsonNode state = JsonNode.Parse(text)!;
            return new KeptShot
            {
                Next = (int)state["next"]!,
                Finished = (int)state["finished"]!,
                Frame = (string)state["frame"]!,
                Extra = (int)state["extra"]!,
                First = (int)state["first"]!,
                Loss = (double)state["loss"]!,
                Held = ((string)state["held"]!, (string)state["coarseHeld"]!),
                Earlier = Numbers(state["earlier"]!),
                Painted = (int)state["painted"]!,
                Distinct = Numbers(state["distinct"]!),
                Pass = (int)state["pass"]!,
                At = (int)state["at"]!,
            };
        }
        catch (Exception failure) when (failure
            is System.Text.Json.JsonException or InvalidOperationException or NullReferenceException
            or OverflowException)
        {
            throw new FormatException("Expected the state of a shot.", failure);
        }
    }

    private static string Text(IEnumerable<int> numbers) =>
        string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private static int[] Numbers(JsonNode text) =>
    [
        .. ((string)text!).Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => int.Parse(number, CultureInfo.InvariantCulture)),
    ];
}
