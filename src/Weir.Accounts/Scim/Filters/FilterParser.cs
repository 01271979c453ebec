using System.Globalization;
using System.Text.Json;

namespace Weir.Accounts.Scim.Filters;

/// <summary>Reads filters. Length and depth are bounded: a filter is written by whoever has a token.</summary>
internal ref struct FilterParser
{
    private const int LongestFilter = 4096;
    private const int DeepestFilter = 32;
    private static readonly string[] Comparisons = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];
    private readonly ReadOnlySpan<char> _text;
    private int _position;
    private int _depth;

    private FilterParser(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Reads a whole filter.</summary>
    /// <exception cref="ScimException">It is none.</exception>
    public static ScimFilter Parse(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestFilter)
        {
            throw ScimException.InvalidFilter($"The filter is longer than {LongestFilter} characters.");
        }

        var parser = new FilterParser(text);
        var filter = parser.Or(isInValue: false);
        parser.SkipSpaces();
        return parser._position == text.Length ? filter : throw parser.Unexpected("the end");
    }

    private ScimFilter Or(bool isInValue)
    {
        var left = And(isInValue);
        while (TryWord("or"))
        {
            left = new OrFilter(left, And(isInValue));
        }

        return left;
    }

    private ScimFilter And(bool isInValue)
    {
        var left = Term(isInValue);
        while (TryWord("and"))
        {
            left = new AndFilter(left, Term(isInValue));
        }

        return left;
    }

    private ScimFilter Term(bool isInValue)
    {
        if (++_depth > DeepestFilter)
        {
            throw ScimException.InvalidFilter($"The filter nests deeper than {DeepestFilter}.");
        }

        ScimFilter filter;
        if (TryNot())
        {
            filter = new NotFilter(InParentheses(isInValue));
        }
        else
        {
            SkipSpaces();
            filter = Next == '(' ? InParentheses(isInValue) : Expression(isInValue);
        }

        _depth--;
        return filter;
    }

    private ScimFilter InParentheses(bool isInValue)
    {
        Expect('(');
        var inner = Or(isInValue);
        Expect(')');
        return inner;
    }

    private ScimFilter Expression(bool isInValue)
    {
        var path = AttributePath.TryParse(Word()) ?? throw Unexpected("an attribute");
        if (Next == '[')
        {
            if (isInValue || path.SubAttribute is not null)
            {
                throw Unexpected("an operator");
            }

            _position++;
            var inner = Or(isInValue: true);
            Expect(']');
            return new ValueFilter(path, inner);
        }

        var operation = Word().ToString().ToLowerInvariant();
        if (operation == "pr")
        {
            return new PresentFilter(path);
        }

        if (!Comparisons.Contains(operation, StringComparer.Ordinal))
        {
            throw ScimException.InvalidFilter($"'{operation}' at position {_position} is no operator; there are {string.Join(", ", Comparisons)} and pr.");
        }

        var value = Value();
        var fits = operation switch
        {
            "eq" or "ne" => true,
            "co" or "sw" or "ew" => value is string,
            _ => value is string or decimal,
        };
        return fits ? new ComparisonFilter(path, operation, value) : throw ScimException.InvalidFilter($"The operator {operation} does not take the value at position {_position}.");
    }

    private object? Value()
    {
        SkipSpaces();
        if (Next == '"')
        {
            return Text();
        }

        var word = Word();
        return word switch
        {
            _ when word.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
            _ when word.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
            _ when word.Equals("null", StringComparison.OrdinalIgnoreCase) => null,
            _ when decimal.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw Unexpected("a value: a text in double quotes, a number, true, false or null"),
        };
    }

    // The text's escapes are JSON's, so JSON's own reader reads it.
    private string Text()
    {
        var end = _position + 1;
        while (end < _text.Length && _text[end] != '"')
        {
            end += _text[end] == '\\' ? 2 : 1;
        }

        if (end >= _text.Length)
        {
            throw ScimException.InvalidFilter($"The text at position {_position} does not end.");
        }

        try
        {
            var text = JsonSerializer.Deserialize<string>(_text[_position..(end + 1)])!;
            _position = end + 1;
            return text;
        }
        catch (JsonException)
        {
            throw ScimException.InvalidFilter($"The text at position {_position} has an escape that JSON does not have.");
        }
    }

    private ReadOnlySpan<char> Word()
    {
        SkipSpaces();
        var start = _position;
        while (Next is not ('\0' or ' ' or '\t' or '(' or ')' or '[' or ']' or '"'))
        {
            _position++;
        }

        return _text[start.._position];
    }

    private bool TryWord(string word)
    {
        var before = _position;
        if (Word().Equals(word, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        _position = before;
        return false;
    }

    // "not" is a word of the grammar only before a parenthesis; an attribute may be called so.
    private bool TryNot()
    {
        var before = _position;
        if (TryWord("not"))
        {
            SkipSpaces();
            if (Next == '(')
            {
                return true;
            }
        }

        _position = before;
        return false;
    }

    private void Expect(char expected)
    {
        SkipSpaces();
        if (Next != expected)
        {
            throw Unexpected($"'{expected}'");
        }

        _position++;
    }

    private void SkipSpaces()
    {
        while (Next is ' ' or '\t')
        {
            _position++;
        }
    }

    private readonly char Next => _position < _text.Length ? _text[_position] : '\0';

    private readonly ScimException Unexpected(string expected) =>
        ScimException.InvalidFilter($"The filter must have {expected} at position {_position}.");
}
