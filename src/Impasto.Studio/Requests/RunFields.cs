using System.Globalization;
using Impasto.Studio.Answers;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Requests;

/// <summary>The form of a request for runs, with the pictures that it has or names.</summary>
/// <param name="Form">The form.</param>
/// <param name="Contents">The photographs.</param>
/// <param name="Styles">The paintings.</param>
/// <param name="Regions">The masks.</param>
internal sealed record RunFields(
    IFormCollection Form,
    IReadOnlyList<NamedBytes> Contents,
    IReadOnlyList<NamedBytes> Styles,
    IReadOnlyList<NamedBytes> Regions)
{
    /// <summary>The first value of a field; empty if there is none.</summary>
    public static string Text(IFormCollection form, string field) => form[field] is [{ } text, ..] ? text : "";

    /// <summary>Reads a whole number.</summary>
    /// <param name="field">The field that has it, for messages.</param>
    /// <param name="text">The number.</param>
    /// <param name="least">The smallest one.</param>
    /// <param name="most">The largest one.</param>
    /// <exception cref="StudioProblem">It is none, or out of range.</exception>
    public static int Whole(string field, string text, int least, int most)
    {
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        return isNumber && number >= least && number <= most
            ? number
            : throw StudioProblem.Wrong($"{field}: expected {least} to {most}, got '{text}'.");
    }
}
