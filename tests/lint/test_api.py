#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the interface's document is sound in itself: what it names exists and is used, what it says is complete, and
its examples are what its schemas ask for. That it says what the server does is the server's tests' to prove."""
import json
import os
import re
import unittest

import jsonschema

PROJECT = os.path.realpath(os.path.join(os.path.dirname(__file__), '..', '..'))
METHODS = ('get', 'put', 'post', 'patch', 'delete')

with open(os.path.join(PROJECT, 'data', 'api', 'openapi.json'), encoding='utf-8') as file:
    API = json.load(file)


def walk(node, path='#'):
    """Each object and array in the document with the JSON pointer to it."""
    yield path, node
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in pairs:
        yield from walk(child, f"{path}/{str(name).replace('~', '~0').replace('/', '~1')}")


def resolve(reference):
    node = API
    for name in reference.removeprefix('#/').split('/'):
        node = node[name.replace('~1', '/').replace('~0', '~')]
    return node


def follow(node):
    while '$ref' in node:
        node = resolve(node['$ref'])
    return node


def operations():
    for path, item in API['paths'].items():
        for method in METHODS:
            if method in item:
                yield f'{method.upper()} {path}', item, item[method]


def is_reference(path, node):
    return isinstance(node, dict) and isinstance(node.get('$ref'), str) and '/example' not in path


class ApiTest(unittest.TestCase):
    def test_references_lead_somewhere(self):
        for path, node in walk(API):
            if is_reference(path, node):
                with self.subTest(path):
                    resolve(node['$ref'])

    def test_nothing_is_left_over(self):
        used = {node['$ref'] for path, node in walk(API) if is_reference(path, node)}
        for kind, members in API['components'].items():
            for name in members if kind != 'securitySchemes' else ():
                # What comes over the socket is named by nothing else.
                if not (kind == 'schemas' and re.search(r'Frame$', name)):
                    self.assertIn(f'#/components/{kind}/{name}', used)

    def test_operations_are_complete(self):
        seen = set()
        tags = {tag['name'] for tag in API['tags']}
        for name, _, operation in operations():
            with self.subTest(name):
                self.assertNotIn(operation['operationId'], seen)
                seen.add(operation['operationId'])
                self.assertRegex(operation['operationId'], r'^[a-z]+\.[a-z-]+$')
                self.assertTrue(set(operation['tags']) and set(operation['tags']) <= tags)
                self.assertRegex(operation['summary'], r'^[A-Z].*[^.]$')
                self.assertTrue(any(status.startswith(('1', '2')) for status in operation['responses']))

    def test_paths_declare_their_parameters(self):
        for name, item, operation in operations():
            declared = [follow(parameter) for parameter in item.get('parameters', []) + operation.get('parameters', [])]
            with self.subTest(name):
                in_path = sorted(parameter['name'] for parameter in declared if parameter['in'] == 'path')
                self.assertEqual(in_path, sorted(re.findall(r'{(\w+)}', name)))
                self.assertTrue(all(parameter.get('required') for parameter in declared if parameter['in'] == 'path'))

    def test_requests_take_nothing_unknown(self):
        for name, _, operation in operations():
            content = operation.get('requestBody', {}).get('content', {})
            for kind in content.values():
                schema = follow(kind['schema'])
                with self.subTest(name):
                    if schema.get('type') == 'object':
                        self.assertIs(schema.get('additionalProperties', schema.get('unevaluatedProperties')), False)

    def test_schemas_are_schemas(self):
        for path, node in walk(API):
            if path.endswith('/schema') or re.fullmatch(r'#/components/schemas/[^/]+', path):
                with self.subTest(path):
                    jsonschema.Draft202012Validator.check_schema(node)

    def test_required_members_are_described(self):
        for path, node in walk(API):
            # A part of an allOf may ask for members that another part describes.
            if isinstance(node, dict) and isinstance(node.get('required'), list) and 'properties' in node \
                    and '/allOf/' not in path:
                with self.subTest(path):
                    self.assertLessEqual(set(node['required']), set(node['properties']))

    def test_examples_are_what_they_exemplify(self):
        checker = jsonschema.FormatChecker()
        resolver = jsonschema.RefResolver('', API)
        for path, node in walk(API):
            if not (isinstance(node, dict) and 'schema' in node):
                continue
            examples = [node['example']] if 'example' in node else []
            examples += [example['value'] for example in node.get('examples', {}).values()]
            for example in examples:
                with self.subTest(path):
                    jsonschema.Draft202012Validator(node['schema'], resolver=resolver,
                                                    format_checker=checker).validate(example)


if __name__ == '__main__':
    unittest.main()
